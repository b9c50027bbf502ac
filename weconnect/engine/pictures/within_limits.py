"""The process in which a picture is read: `python -I within_limits.py PROGRAM`.

It imports nothing of WeConnect. The picture comes from descriptor 0, the program's answer goes to
descriptor 1.
"""

import contextlib
import os
import resource
import sys
import warnings
from importlib.util import module_from_spec, spec_from_file_location


def main(path: str) -> None:
    """Be the program at `path`, which has `CPU_S` in seconds, `MEMORY` in bytes, and `answer`."""
    spec = spec_from_file_location("program", path)
    assert spec is not None
    assert spec.loader is not None
    program = module_from_spec(spec)
    spec.loader.exec_module(program)
    # Everybody who talks has precedence.
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (program.CPU_S, program.CPU_S))
    with contextlib.suppress(OSError, ValueError):  # not every system can
        resource.setrlimit(resource.RLIMIT_AS, (program.MEMORY, program.MEMORY))
    warnings.simplefilter("ignore")
    with open(0, "rb", closefd=False) as source:
        upload = source.read()
    with open(1, "wb", closefd=False) as target:
        target.writelines(program.answer(upload))


if __name__ == "__main__":
    main(sys.argv[1])
