"""deploy/kubernetes: against the schemas of Kubernetes, and whether the parts fit each other."""

import subprocess

import pytest
import yaml

from tests.harness.processes import ROOT
from weconnect.engine.realtime.hub.engine import PING_INTERVAL_S, PING_TIMEOUT_S
from weconnect.engine.serving.health import PATIENCE_S
from weconnect.engine.web.security import MAX_BODY
from weconnect.settings import Settings

from .programs import names_of_settings, venv_program

FOLDER = ROOT / "deploy/kubernetes"
FILES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")
PARTS = {
    part["kind"]: part for path in FILES for part in yaml.safe_load_all(path.read_text()) if part
}
DEPLOYMENT, JOB = PARTS["Deployment"], PARTS["Job"]
PODS = [DEPLOYMENT["spec"]["template"], JOB["spec"]["template"]]
WEB = PODS[0]["spec"]["containers"][0]
LABELS = PODS[0]["metadata"]["labels"]


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_the_schemas(version):
    files = [str(path) for path in FILES]
    subprocess.run(
        [venv_program("kubernetes-validate"), "--strict", "--kubernetes-version", version, *files],
        check=True,
    )


def test_the_kustomization_has_all_but_secrets_and_the_job():
    listed = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())["resources"]

    assert len(set(listed)) == len(listed)
    assert {path.name for path in FILES} - set(listed) == {"migrate.yaml", "secret.example.yaml"}


def test_whoever_selects_finds_the_servers_and_not_the_job():
    selectors = [
        DEPLOYMENT["spec"]["selector"]["matchLabels"],
        PARTS["Service"]["spec"]["selector"],
        PARTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        PODS[0]["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
    ]

    assert all(selector.items() <= LABELS.items() for selector in selectors)
    assert not any(
        selector.items() <= PODS[1]["metadata"]["labels"].items() for selector in selectors
    )


def test_a_request_finds_its_way_to_the_port():
    (path,) = PARTS["Ingress"]["spec"]["rules"][0]["http"]["paths"]
    service = path["backend"]["service"]
    (port,) = PARTS["Service"]["spec"]["ports"]
    (container,) = WEB["ports"]

    assert service["name"] == PARTS["Service"]["metadata"]["name"]
    assert service["port"]["name"] == port["name"]
    assert port["targetPort"] == container["name"]
    assert container["containerPort"] == Settings.port
    assert path["path"] == "/"


def test_what_is_set_can_be_set():
    settings = PARTS["ConfigMap"]["data"] | PARTS["Secret"]["stringData"]

    assert settings.keys() <= names_of_settings()
    for pod in PODS:
        (container,) = pod["spec"]["containers"]
        sources = [
            (kind, source["name"]) for one in container["envFrom"] for kind, source in one.items()
        ]
        assert sources == [
            ("configMapRef", PARTS["ConfigMap"]["metadata"]["name"]),
            ("secretRef", PARTS["Secret"]["metadata"]["name"]),
        ]


def test_the_settings_can_be_used(tmp_path):
    given = PARTS["ConfigMap"]["data"] | PARTS["Secret"]["stringData"]

    settings = Settings.from_env({"DATA_DIR": str(tmp_path)} | given)

    assert settings.proxy_hops == 1


def test_the_pods_have_no_powers():
    for pod in PODS:
        spec = pod["spec"]
        (container,) = spec["containers"]
        guarded = container["securityContext"]
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert spec["automountServiceAccountToken"] is False
        assert guarded["readOnlyRootFilesystem"] is True
        assert guarded["allowPrivilegeEscalation"] is False
        assert guarded["capabilities"] == {"drop": ["ALL"]}
        # As the image: it can write to its data, and to /tmp.
        user = f"USER {spec['securityContext']['runAsUser']}\n"
        assert user in (ROOT / "Dockerfile").read_text()
        assert {one["mountPath"] for one in container["volumeMounts"]} == {"/data", "/tmp"}
        assert {one["name"] for one in container["volumeMounts"]} == {
            one["name"] for one in spec["volumes"]
        }


def test_the_probes_ask_what_there_is(sqlite_app):
    paths = {rule.rule for rule in sqlite_app.url_map.iter_rules()}

    for name, path in (("startup", "/healthz"), ("liveness", "/healthz"), ("readiness", "/readyz")):
        probe = WEB[f"{name}Probe"]
        assert probe["httpGet"]["path"].partition("?")[0] == path
        assert path in paths
    # It says itself that a database does not answer, before the probe gives up.
    assert WEB["readinessProbe"]["timeoutSeconds"] > 2 * PATIENCE_S


def test_a_server_has_the_time_that_it_takes_to_leave():
    pause = WEB["lifecycle"]["preStop"]["sleep"]["seconds"]

    assert PODS[0]["spec"]["terminationGracePeriodSeconds"] > pause + 5
    assert DEPLOYMENT["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert PARTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1


def test_the_autoscaler_counts_connections():
    spec = PARTS["HorizontalPodAutoscaler"]["spec"]
    (metric,) = spec["metrics"]

    assert spec["scaleTargetRef"]["name"] == DEPLOYMENT["metadata"]["name"]
    # It decides alone how many there are: a number in the Deployment would undo that.
    assert "replicas" not in DEPLOYMENT["spec"]
    assert spec["minReplicas"] >= 2
    assert metric["pods"]["metric"]["name"] == "weconnect_connections"
    wanted = int(metric["pods"]["target"]["averageValue"])
    assert wanted < int(PARTS["ConfigMap"]["data"]["MAX_CONNECTIONS"])


def test_the_ingress_is_patient_enough():
    annotations = {
        key.removeprefix("nginx.ingress.kubernetes.io/"): value
        for key, value in PARTS["Ingress"]["metadata"]["annotations"].items()
    }

    assert int(annotations["proxy-read-timeout"]) > PING_INTERVAL_S + PING_TIMEOUT_S
    assert annotations["affinity"] == "cookie"
    assert annotations["proxy-body-size"] == f"{MAX_BODY // 1024**2}m"
