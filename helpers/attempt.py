"""Call a learner's function so that nothing it does disturbs who calls it.

It gets copies of its arguments, its prints and warnings are swallowed, it has a few seconds, and whatever it raises
becomes a `MistakeError` with a sentence about it.
"""

import ctypes
import dis
import io
import linecache
import re
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from contextlib import nullcontext, redirect_stdout, suppress
from contextvars import ContextVar
from copy import deepcopy
from inspect import signature
from numbers import Real
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import numpy as np

_HERE = str(Path(__file__).parent)
_NOT_TRIED = "Not tried yet: replace the ... above."
CALLS_STUB = "This calls a function whose own ... is not replaced yet. Write that one first, then come back."


# What beginners write, by the words in which Python complains.
TRAPS = {
    "bitwise_xor": " In Python, a power is written with two stars: x ** 2.",
    "for ^": " In Python, a power is written with two stars: x ** 2.",
    "mismatch in its core dimension": " The sizes that meet at the @ must agree. Is a .T missing, or one too many? Do "
    "the two stand in the wrong order? Or does an array (n,) stand where a column (n, 1) belongs?",
    "could not be broadcast": " Look at the two shapes: does a column (n, 1) stand where an array (n,) belongs? Is a "
    ".T missing, or one too many? Or did a mean or a sum run along the wrong axis?",
    "graph a second time": " Compute the prediction and the loss anew in every epoch, inside the loop; it isn't "
    "`retain_graph` that is missing.",
    "does not require grad": " Was the prediction detached from the model, or made under `no_grad()`?",
    "Boolean value of Tensor": " `nn.MSELoss()` makes the function, and a second pair of brackets calls it: "
    "`nn.MSELoss()(y_hat, y)`.",
    "truth value of an array": " Python's `max`, `if` and `and` want one True or False, and an array holds many. "
    "`np.maximum` and `np.where` go number by number.",
    "can't multiply sequence": " A tuple or a list is not multiplied by a number. Does a function return several "
    "values there? Take them apart first: `dw, db = …`.",
    "Cannot cast ufunc": " An array of whole numbers takes no fractions: make it of floats, with `np.zeros` or a 0.0.",
    "values to unpack": " How many are there, whatever is passed?",
    "must match exactly": " Are both made of the same rows, however many there are?",
    "index out of range": " With what does the counting begin, and where does it end?",
    "is out of bounds": " With what does the counting begin, and where does it end?",
    "Singular matrix": " Are there more unknowns than rows, or a row or column that the others make up?",
    "not supported between instances of": " Two things of different kinds are compared. Is one of them a list?",
    "NoneType": " Something there is None: does what is called end in `return`?",
    "referenced before assignment": " What is it before the first turn?",
    "not associated with a value": " What is it before the first turn?",
    "' object is not callable": " Is a * missing before a bracket, or is a number called as if it were a function?",
}


class MistakeError(Exception):
    """Ends a check early: (misconception, message)."""


# --- A few seconds ----------------------------------------------------------------------------------------------------


SECONDS = 5.0


# Not an Exception, so that a loop with `except Exception:` lets it through.
class TookTooLong(BaseException):
    """Raised in a block under `time_limit` that has not ended in time; its text says so in a sentence."""

    def __str__(self):
        return str(self.args[0]) if self.args else time_limit().sentence


class time_limit:  # noqa: N801
    """`with time_limit(): …` ends the block with `TookTooLong` once it has run for some seconds, in whatever thread.

    A thread of its own watches the clock and raises the exception in the block's thread. That works on every system and
    in every thread, where `signal.setitimer` knows neither Windows nor any thread but the main one, and the one timer
    that it has may be another's. Where there are no threads, in a browser, every step of the block looks at the clock.

    A single long call into C is waited for, such as `time.sleep`, `input` or the product of two huge matrices, and a
    loop that catches everything with a bare `except:` may go on.

    Parameters
    ----------
    seconds : how long the block may run
    what : who did not come back, the subject of the exception's sentence
    trace : whether every step looks at the clock

    Attributes
    ----------
    fired : whether the time was over before the block was
    sentence : what the exception says
    """

    def __init__(self, seconds=SECONDS, what="This", trace=sys.platform == "emscripten"):
        self.seconds, self.trace, self.fired = seconds, trace, False
        self.sentence = (
            f"{what} did not come back within {seconds:g} second{'s' * (seconds != 1)}. Is there a loop that never "
            "ends: does every turn bring it closer to its end?"
        )

    def __enter__(self):
        if self.trace:
            self._frame, self._end = sys._getframe(1), time.perf_counter() + self.seconds
            self._outer = sys.gettrace(), self._frame.f_trace, self._frame.f_trace_opcodes
            self._frame.f_trace = self._look
            sys.settrace(self._look)
        else:
            self._thread, self._over, self._turn = threading.get_ident(), threading.Event(), threading.Lock()
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, _, error, __):
        if self.trace:
            sys.settrace(self._outer[0])
            _, self._frame.f_trace, self._frame.f_trace_opcodes = self._outer
            self._frame = None
        else:
            try:
                self._over.set()
                with self._turn:  # from here on nothing more is raised
                    pass
                for _ in range(self.fired * 100):  # and what was raised too late for the block arrives here
                    pass
            except TookTooLong:
                if not self.fired:  # it is that of a limit around this one
                    raise
        if self.fired and isinstance(error, TookTooLong):
            error.args = (self.sentence,)

    def _watch(self):
        if not self._over.wait(self.seconds):
            with self._turn:
                if not self._over.is_set():
                    self.fired = True
                    exception = ctypes.py_object(TookTooLong)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), exception)

    def _look(self, frame, event, argument):
        if time.perf_counter() > self._end and not self.fired:
            self.fired = True
            raise TookTooLong
        frame.f_trace_opcodes = True  # `while True: pass` has no second line
        if self._outer[0]:
            self._outer[0](frame, event, argument)
        return self._look


# --- The call ---------------------------------------------------------------------------------------------------------


trial = ContextVar("trial", default=False)  # whether only right or wrong is asked for, and who asks watches the clock


class Attempt:
    """A learner's function, called in such a way that nothing it does disturbs the check.

    Parameters
    ----------
    function : called with one argument for each of the names in `parameters`
    call, parts : how it is called, and the functions it consists of, if that is not what `function` itself says

    Attributes
    ----------
    changed : the names of the arguments that it has changed in place
    repeats : whether one and the same array stood several times in a result
    precision : the rounding of its results, by the kind of floating-point numbers that they are
    """

    def __init__(self, function, parameters, call=None, parts=()):
        self.function, self.parameters = function, tuple(parameters)
        self.changed, self.repeats, self.precision = set(), False, 0.0
        name = getattr(function, "__name__", "f").replace("<lambda>", "f")
        self.call, self.parts = call or f"{name}({', '.join(parameters)})", parts or (function,)
        self.name = self.call.rpartition("(")[0]

    def __call__(self, *arguments):
        """The result for copies of the arguments; MistakeError if there is none."""
        self._check_order()
        copies, limit = deepcopy(arguments), nullcontext() if trial.get() else time_limit(what=f"`{self.name}`")
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                with limit:
                    result = self.function(*copies)
        except MistakeError:
            raise
        except TookTooLong:
            if trial.get() or not limit.fired:  # but one around it has
                raise
            raise MistakeError("endless", limit.sentence) from None
        except (Exception, SystemExit) as error:
            if trial.get():
                raise MistakeError("raises", "") from None
            raise MistakeError(*self._failure(error, arguments)) from None
        pairs = zip(self.parameters, arguments, copies, strict=True)
        self.changed |= {name for name, before, after in pairs if _has_changed(before, after)}
        self._refuse(result)
        return self._kept(result)

    def again(self):
        """The same, as if it had never been called."""
        return Attempt(self.function, self.parameters, self.call, self.parts)

    def _refuse(self, result):
        """Raise MistakeError for what is no result at all."""
        if result is ... or (isinstance(result, tuple | list) and any(part is ... for part in result)):
            raise MistakeError("not_tried", _NOT_TRIED)
        if result is None:
            prints = any("print" in getattr(getattr(part, "__code__", None), "co_names", ()) for part in self.parts)
            message = (
                f"`{self.name}` returns nothing (None). Does every way through it end in `return`"
                f"{', and not in `print`' * prints}?"
            )
            raise MistakeError("wrong_shape", message)
        if isinstance(result, dict | set | frozenset):
            names = f" of {listed([str(key) for key in result])}" if result else ""
            why = "by name" if isinstance(result, dict) else "in no order, and each of them once"
            message = (
                f"`{self.name}` returns a {type(result).__name__}{names}, which keeps its values {why}. Return the "
            )
            raise MistakeError("wrong_shape", f"{message}values alone, with commas between them.")
        if isinstance(result, Iterator):
            message = f"`{self.name}` returns a {type(result).__name__}, which computes nothing yet. Is it `return`?"
            raise MistakeError("wrong_shape", message)

    def _kept(self, result):
        """The result, as it is now: a copy of what the next call may overwrite."""
        parts = result if isinstance(result, list | tuple) else [result]
        self.precision = max([self.precision, *map(precision, parts)])
        if parts is result:
            arrays = [part for part in result if isinstance(part, np.ndarray)]
            self.repeats |= len({id(part) for part in arrays}) < len(arrays)
            return [part.copy() if isinstance(part, np.ndarray) else part for part in result]
        return result.copy() if isinstance(result, np.ndarray) else result

    def _check_order(self):
        """Raise MistakeError if the function has all the right parameters, but not in the right order."""
        own, wanted = self.own_parameters(), self.call.rpartition("(")[2].rstrip(")").split(", ")
        if own != wanted and sorted(own) == sorted(wanted):
            message = (
                f"It is called as `{self.call}`, but yours takes its arguments in another order: {', '.join(own)}."
            )
            raise MistakeError("argument_order", message)

    def own_parameters(self):
        """The names that the learner gave to the parameters, [] if there are none to be read."""
        with suppress(TypeError, ValueError):
            return [name for name in signature(self.parts[0]).parameters if name != "self"]
        return []

    def is_stub(self):
        """Whether a `...` stands in the learner's function itself, and not only in another that it calls."""
        codes = [getattr(part, "__code__", None) for part in self.parts]
        return not all(codes) or any(Ellipsis in code.co_consts for code in codes)

    def _failure(self, error, arguments):
        text = (str(error).splitlines() or [""])[0]
        if self.function is ... or "ellipsis" in text or isinstance(error, NotImplementedError):
            return "not_tried", _NOT_TRIED if self.is_stub() else CALLS_STUB
        if not callable(self.function):
            return "raises", "The check needs the function itself: its name alone, without brackets behind it."
        what = re.sub(" at 0x[0-9a-fA-F]+", "", f"{type(error).__name__}: {text}".removesuffix(": "))
        frames = list(traceback.walk_tb(error.__traceback__))
        frames = [(f, line) for f, line in frames if not f.f_code.co_filename.startswith(_HERE)]
        if not frames:
            return "raises", f"The check calls `{self.call}`, and Python refuses: {what}. Do name and arguments agree?"
        # The innermost frame that shares the globals of the learner's notebook and has a text is the one to show.
        lines = [(f, n, linecache.getline(f.f_code.co_filename, n, f.f_globals).strip()) for f, n in frames]
        theirs = [row for row in lines if row[0].f_globals is frames[0][0].f_globals]
        frame, line, source = ([row for row in theirs if row[2]] or theirs)[-1]
        named = [f for f, *_ in theirs if not f.f_code.co_name.startswith("<")]
        code = (named or [frame])[-1].f_code
        where = f"Line {line - code.co_firstlineno + 1} of `{code.co_name}`" + f", `{source}`," * bool(source)
        hint = next((hint for trap, hint in TRAPS.items() if trap in text), "")
        if "truth value of an array" in text and "&" in source:
            hint = " `&` is done before `>` and `<`: each comparison wants brackets of its own."
        if _is_about_lists(text, arguments):
            hint = " The two are not equally long. Is each about the same examples, and made of what is passed?"
        hint = self.read_outside() or hint
        return "raises", f"{where} stops with {what}. The check called it with {self.inputs(arguments)}.{hint}"

    def inputs(self, arguments):
        """The arguments in words: "w = 2, x = [1, 2, 4]"."""
        values = [f"of shape {np.shape(a)}" if np.size(a) > 6 else f"= {show(a)}" for a in arguments]
        return ", ".join(f"{name} {value}" for name, value in zip(self.parameters, values, strict=True))

    def outside(self):
        """A sentence that names what is read or called from outside the function, or ""."""
        called = sorted({name for name, kind in self._from_outside() if kind == "function"})
        calls = f" It calls {called[0]}, too: is that one right?" if len(called) == 1 else ""
        return self.read_outside() or calls

    def read_outside(self):
        """A sentence that names the numbers and arrays read from outside the function, or ""."""
        seen = sorted({name for name, kind in self._from_outside() if kind == "data"})
        if not seen:
            return ""
        are = f"{seen[0]} is" if len(seen) == 1 else "they are"
        return f" `{self.name}` reads {listed(seen)} from outside: {are} the same whatever is passed."

    def _from_outside(self):
        """(name, "data" or "function") of what the function takes from the notebook, and not from its arguments."""
        for function in self.parts:
            values = getattr(function, "__globals__", {})
            for name, attribute in _loaded(function.__code__) if values else ():
                value = values.get(name)
                if isinstance(value, FunctionType) and value.__module__ == values.get("__name__"):
                    yield f"`{name}`", "function"
                elif _is_data(value):
                    yield f"`{name}`", "data"
                elif attribute and not isinstance(value, ModuleType) and _is_data(getattr(value, attribute, None)):
                    yield f"`{name}.{attribute}`", "data"

    def in_own_words(self, message):
        """The message with the names that the learner gave to the parameters."""
        own = self.own_parameters()
        if len(own) == len(self.parameters) and not set(own) & set(self.parameters) - {
            name for name, other in zip(own, self.parameters, strict=True) if name == other
        }:
            for name, other in zip(self.parameters, own, strict=True):
                message = message.replace(f"`{name}`", f"`{other}`")
        return message

    def caution(self):
        """A sentence about arguments that were changed in place, or ""."""
        names = [f"`{name}`" for name in self.parameters if name in self.changed]
        return f"Beware: it changes {listed(names)} in place, and whoever calls it loses the original." if names else ""


def _has_changed(before, after):
    """Whether an argument isn't what it was, but for the rounding of adding something and taking it away again."""
    if np.shape(before) != np.shape(after):
        return True
    with suppress(TypeError):
        return not np.allclose(before, after, rtol=1e-9, atol=1e-12, equal_nan=True)
    return not np.array_equal(before, after)


def _is_about_lists(error, arguments):
    """Whether two one-dimensional arrays do not fit, where no table is about, and so no column and no .T."""
    if "could not be broadcast" in error:
        return not re.search(r"\(\d+,\d", error)
    return "mismatch in its core dimension" in error and max(map(np.ndim, arguments), default=0) < 2


def _loaded(code):
    """(name, attribute or "") of all that a function, and those inside it, read from outside."""
    steps = list(dis.get_instructions(code))
    for step, following in zip(steps, [*steps[1:], steps[-1]], strict=True):
        if step.opname == "LOAD_GLOBAL":
            yield step.argval, following.argval if following.opname == "LOAD_ATTR" else ""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _loaded(inner)


def _is_data(value):
    is_frame = hasattr(value, "__array__") and not isinstance(value, type)
    return isinstance(value, int | float | list | tuple | np.ndarray | np.generic) or is_frame


def numbers(value):
    """`value` as a float array, or None if it is anything but real numbers in a regular arrangement."""
    array = _as_array(value)
    if array is None or array.dtype.kind not in "biuf":
        return None
    return array.astype(float)


def precision(value):
    """The rounding of the kind of floating-point number in which `value` comes."""
    array = _as_array(value)
    return np.finfo(array.dtype if array is not None and array.dtype.kind == "f" else float).eps


def _as_array(value):
    """`value` as an array, or None; whole numbers of any size and fractions as floats."""
    if np.ma.is_masked(value):
        return None
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            array = np.asarray(value)
            are_real = array.dtype == object and all(isinstance(number, Real) for number in array.flat)
            return array.astype(float) if are_real and array.size else array
    except Exception:  # whatever an object of the learner's own class does when it is turned into an array
        return None


def show(value, digits=6):
    """Numbers with so many significant digits: "2.5", "[1, 2, 4]"; of long arrays the beginning."""
    value = np.asarray(value, dtype=float)
    if value.ndim == 0:
        return f"{value + 0.0:.{digits}g}".replace("-", "−")
    return f"[{', '.join([*(show(entry, digits) for entry in value[:6]), *['…'] * (len(value) > 6)])}]"


def show_both(one, other):
    """Two values that differ, with as many digits as it takes to see it; of long arrays from where they differ."""
    one, other = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    apart = ~((one == other) | (np.isnan(one) & np.isnan(other)))
    for values in [(one, other), (one[apart], other[apart])]:
        for digits in (6, 9, 12, 15, 17):
            texts = tuple(show(value, digits) for value in values)
            if texts[0] != texts[1]:
                return texts
    return texts


def apart(found, wanted):
    """Both of two values that differ, in words: "2; right is 3", of long arrays and tables the first places."""
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    if found.ndim < 2 and found.size <= 6:
        return "; right is ".join(show_both(found, wanted))
    tolerance = 1e-6 * np.abs(wanted) + 1e-9
    wrong = ~((np.abs(found - wanted) <= tolerance) | (np.isnan(found) & np.isnan(wanted)) | (found == wanted))
    places = np.argwhere(wrong if wrong.any() else found != wanted)
    several = []
    for place in map(tuple, places[:2]):
        one, other = show_both(found[place], wanted[place])
        several.append(f"{one} at [{', '.join(map(str, place))}], where {other} is right")
    many = f" ({len(places)} of {found.size} entries differ)" if len(places) > 2 else ""
    return listed(several) + many


def kind(value):
    """What was returned, in words."""
    array, name = numbers(value), type(value).__name__
    if array is not None:
        return "one number" if array.ndim == 0 else f"an array of shape {array.shape}"
    found = _as_array(value)
    if found is not None and found.dtype.kind == "c":
        return "made of complex numbers"
    if np.ma.is_masked(value):
        return "an array in which some entries are masked"
    if isinstance(value, tuple | list):
        return f"{len(value)} things that do not make one array"
    return f"something other than numbers in a regular array ({name})"


def listed(words):
    """Words as in "a", "a and b", "a, b and c"."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
