"""Keep a process, and all that it starts, from writing outside one folder: Linux's Landlock, by its system calls."""

import ctypes
import os
import sys
from contextlib import suppress

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every kind of machine
_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_WRITE_FILE, _TRUNCATE = 1 << 1, 1 << 14
_CHANGE_FOLDERS = sum(1 << bit for bit in range(4, 13))  # remove and make files, folders, links, sockets, devices
_SIGNALS_STAY_INSIDE = 1 << 1


class _Ruleset(ctypes.Structure):
    _fields_ = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_, _layout_ = 1, "ms"
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def version():
    """Which Landlock this system has; 0 if none."""
    if sys.platform != "linux":
        return 0
    return max(0, _libc().syscall(_CREATE, None, ctypes.c_size_t(0), _VERSION))


def fence(folder):
    """From now on this process can change files in `folder` alone, and signal only what it has started itself.

    It may go on reading, and what it has open stays open. Call it before any thread is started. Returns whether the
    system can do that: Linux 5.13 or newer can, others cannot.
    """
    have = version()
    if not have:
        return False
    moves = 1 << 13 if have >= 2 else 0  # from one folder to another
    truncate = _TRUNCATE if have >= 3 else 0
    writes = _WRITE_FILE | _CHANGE_FOLDERS | moves | truncate
    rules = _call(_CREATE, ctypes.byref(_Ruleset(writes, 0, _SIGNALS_STAY_INSIDE if have >= 6 else 0)), 24, 0)
    for path, allowed in {folder: writes, "/dev/null": _WRITE_FILE | truncate}.items():
        place = os.open(path, os.O_PATH)
        _call(_ADD, rules, _PATH_BENEATH, ctypes.byref(_Beneath(allowed, place)), 0)
        os.close(place)
    if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")
    _call(_RESTRICT, rules, 0)
    os.close(rules)
    return True


def limit(memory):
    """Caps that the system itself holds, where it can: on address space, on the size of a file, no dumps of memory."""
    with suppress(ImportError):
        import resource

        for what, most in {"AS": 4 * memory, "FSIZE": 256 * 2**20, "CORE": 0}.items():
            with suppress(ValueError, OSError):  # the system is stricter already, or does not know it
                resource.setrlimit(getattr(resource, f"RLIMIT_{what}"), (most, most))


def _libc():
    return ctypes.CDLL(None, use_errno=True)


def _call(number, *arguments):
    result = _libc().syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), f"Landlock's system call {number}")
    return result
