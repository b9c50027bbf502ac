# WeConnect in a container: no root, nothing to write but /data and /tmp.
#
#   docker build --tag weconnect .
#   docker run --read-only --tmpfs /tmp --volume weconnect:/data --publish 5000:5000 \
#       --env UPGRADE_DATABASE=on weconnect
#
# compose.yaml runs two servers with PostgreSQL, Redis and a proxy; docs/deployment.md has more.

# A tag may lead to another image tomorrow, a digest does not; .github/renovate.json keeps it fresh.
# docs/deployment.md says how to build on another one.
ARG PYTHON=python:3.11-slim-bookworm@sha256:0bee7276f83efd4a1ee05bbbf4281d95ed28e079220a9457f25a93e3f1e3c31b

FROM ${PYTHON} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --quiet --only-binary :all: --requirement /tmp/requirements.txt \
    && /opt/venv/bin/pip uninstall --quiet --yes pip setuptools

FROM ${PYTHON}
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    FLASK_APP=wsgi HOST=0.0.0.0 PORT=5000 DATA_DIR=/data
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin weconnect \
    && install --directory --owner weconnect --group weconnect --mode 700 /data
WORKDIR /srv/weconnect
COPY --from=build /opt/venv /opt/venv
COPY wsgi.py gunicorn.conf.py ./
COPY migrations migrations
COPY static static
COPY templates templates
COPY weconnect weconnect
RUN python -m compileall -q weconnect wsgi.py gunicorn.conf.py
# By its number, so that Kubernetes sees that it is not root's.
USER 10001
VOLUME /data
EXPOSE 5000
# Alive, not ready: what restarts an unhealthy container must not do so while the database is away.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "gunicorn", "wsgi:app"]
