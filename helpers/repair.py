"""Find the one place in a learner's function that keeps it from being right: a sign, a bracket, a line at wrong depth.

Numbers alone cannot tell every mistake. So small changes are tried in the learner's own code, one at a time, on copies:
where one of them makes the function right in every case, its place and the kind of change are the mistake. The learner
is asked about it, and not shown the change.
"""

import ast
import inspect
import re
import textwrap
import time
import warnings
from contextlib import ExitStack, suppress
from types import FunctionType

from helpers.attempt import listed

SECONDS = 2.0  # of computing, for all the changes that are tried


def one_change(candidate, is_right, seconds=SECONDS):
    """(misconception, message) if one small change makes a learner's function or class right, or None.

    Parameters
    ----------
    candidate : function or class
    is_right : function of one that is changed -> whether it is right
    seconds : how long to look for it
    """
    tried = [
        (edit, function, put, tree, lines)
        for function, put in _functions(candidate)
        for tree, lines in _definition(function)
        for edit in edits(tree)
    ]
    busy, end = time.process_time() + seconds, time.perf_counter() + 4 * seconds
    for (_, code, question, line, change), function, put, tree, lines in sorted(tried, key=lambda row: row[0][0]):
        if time.process_time() > busy or time.perf_counter() > end:
            return None
        is_cure = False
        with change, suppress(Exception), put(_compiled(tree, function)) as changed:
            is_cure = is_right(changed)
        if is_cure:
            of_method = f" of `{function.__name__}`" * isinstance(candidate, type)
            return code, _asked(change, of_method, line, lines, question)
    return None


def _asked(change, of_method, line, lines, question):
    """The question about a line, which is quoted once, and about how many places in it or in others."""
    text, places = lines[line - 1], getattr(change, "lines", [line])
    part, end, asked = question.rpartition("`: ")
    if end and part[1:] in (text, _text_of(text)):
        question = f"{asked[0].upper()}{asked[1:]}"
    question = _around(change, text, question)
    several = [str(number) for number in sorted(set(places))]
    if len(several) > 1:
        lines = f"Lines {listed(several)}{of_method} are one change away from right, the same in each"
        return f"{lines}, as in `{text}`. {question}"
    count = f", the same in {('two', 'three', 'four')[len(places) - 2]} places" if 1 < len(places) < 5 else ""
    return f"Line {line}{of_method}, `{text}`, is one change away from right{count}. {question}"


def _around(change, text, question):
    """The question, with what stands around a name or a number in it, if the line has that several times."""
    asked, owner = re.match(r"Is (?:it |it always )?`?([^`]+?)`?(?:\?| the right| that belongs)", question), None
    if asked and len(re.findall(rf"(?<![\w.]){re.escape(asked[1])}(?![\w.])", text)) > 1:
        owner = getattr(change, "owner", None)
    if isinstance(owner, ast.expr | ast.keyword) and _text(owner) != text:
        return f"In `{_text(owner)}`: {question[0].lower()}{question[1:]}"
    return question


def _text_of(line):
    """A line as `_text` would write it, if it is a statement of its own."""
    with suppress(SyntaxError):
        return _text(ast.parse(line))
    return line


class _Put:
    """The function itself, or the class for as long as one of its methods is replaced."""

    def __init__(self, changed, owner=None, name=None):
        self.changed, self.owner, self.name = changed, owner, name

    def __enter__(self):
        if self.owner is None:
            return self.changed
        self.old = vars(self.owner)[self.name]
        setattr(self.owner, self.name, self.changed)
        return self.owner

    def __exit__(self, *_):
        if self.owner is not None:
            setattr(self.owner, self.name, self.old)


def _functions(candidate):
    """(function, how it is put into its place) of a function, or of each method of a class."""
    if isinstance(candidate, FunctionType):
        if not candidate.__code__.co_flags & inspect.CO_VARARGS:
            yield candidate, _Put
    elif isinstance(candidate, type):
        for name, method in list(vars(candidate).items()):
            if isinstance(method, FunctionType):
                yield method, lambda changed, name=name: _Put(changed, candidate, name)


def _definition(function):
    """[(the function's syntax tree, its lines)], or [] if its text is not there."""
    with suppress(OSError, TypeError, SyntaxError, ValueError, IndexError):
        source = textwrap.dedent(inspect.getsource(function))
        tree = ast.parse(source)
        wanted = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)
                  and _names(node.args) == list(function.__code__.co_varnames[: len(_names(node.args))])
                  and getattr(node, "name", "<lambda>") == function.__name__]  # fmt: skip
        if len(wanted) == 1:
            if isinstance(wanted[0], ast.FunctionDef):
                wanted[0].decorator_list = []
            return [(wanted[0], [line.strip() for line in source.splitlines()])]
    return []


def _names(arguments):
    return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]


def _compiled(tree, function):
    """The function that the tree now is, with all that the learner's function sees."""
    names = dict(function.__globals__)
    names |= dict(
        zip(function.__code__.co_freevars, [c.cell_contents for c in function.__closure__ or ()], strict=True)
    )
    ast.fix_missing_locations(tree)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python warns of code that can't be meant, such as 3[0]
        if isinstance(tree, ast.Lambda):
            changed = eval(compile(ast.Expression(tree), "<changed>", "eval"), names)
        else:
            exec(compile(ast.Module([tree], []), "<changed>", "exec"), names)
            changed = names[tree.name]
    changed.__defaults__, changed.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
    return changed


# --- The changes ------------------------------------------------------------------------------------------------------


class _Change:
    """With this, something else stands in a field of a node, or in one place of a list there."""

    def __init__(self, owner, field, new, index=None):
        self.owner, self.field, self.new, self.index = owner, field, new, index

    def __enter__(self):
        self.old = getattr(self.owner, self.field)
        new = self.new
        if self.index is not None:
            new = [*self.old[: self.index], self.new, *self.old[self.index + 1 :]]
        setattr(self.owner, self.field, new)

    def __exit__(self, *_):
        setattr(self.owner, self.field, self.old)


def edits(tree):
    """Rows (rank, misconception, question, line, change); the lower the rank, the sooner it is tried."""
    scope, places, cut_short, ways_out = _scope(tree), {}, _cut_short(tree), _ways_out(tree)
    for owner, field, index, node, where in _slots(tree):
        if id(node) in cut_short:
            continue
        is_way_out = id(node) in ways_out
        for rank, code, question, new in _of_expression(node, scope, where):
            if (
                _holds_itself(owner, new)
                or _takes_away(owner, new)
                or (is_way_out and code not in ("comparison", "and_or", "upside_down"))
            ):
                continue
            change = _Change(owner, field, new, index)
            row, dumps = (rank, code, question, node.lineno, change), (ast.dump(node), ast.dump(new))
            places.setdefault(dumps, []).append(row)
            if rank < 1.5 and isinstance(node, ast.BinOp | ast.Call):
                places.setdefault(("alike", code, *_patterns(*dumps)), []).append(row)
            if code == "too_much" and isinstance(node, ast.BinOp) and new is node.left:
                dropped = type(node.op).__name__, ast.dump(node.right)
                places.setdefault(("alike", code, *dropped), []).append(row)
    for pattern, rows in places.items():
        yield from rows if pattern[0] != "alike" else ()
        rows = list({(id(row[-1].owner), row[-1].field, row[-1].index): row for row in rows}.values())
        if rows[1:] and not _gives_up(*pattern[-2:]):  # the same thing everywhere
            rank, code, question, line, _ = rows[0]
            lines = [row[-2] for row in rows]
            later = 0.5 if len(set(lines)) == 1 else 2.25  # after what a change in a single place may be
            yield rank + later, code, question, line, _Together([row[-1] for row in rows], lines)
    yield from _other_names(tree, scope)
    for owner in ast.walk(tree):
        for index, keyword in enumerate(getattr(owner, "keywords", ())):
            question = f"`{_text(owner)}`: does `{_text(keyword)}` belong there?"
            yield 0.9, "wrong_argument", question, owner.lineno, _Without(owner, index)
        for field in ("body", "orelse"):
            block = getattr(owner, field, None)
            if isinstance(block, list):
                for rank, code, question, line, new in _of_statements(block):
                    yield rank, code, question, line, _Change(owner, field, new)


def _cut_short(tree):
    """The ids of what stands in a loop that its own `return` ends in the first turn: there that is the mistake."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.While)]
    ended = [loop for loop in loops if any(isinstance(statement, ast.Return) for statement in loop.body)]
    return {id(node) for loop in ended for node in ast.walk(loop)}


def _ways_out(tree):
    """The ids of what stands in the condition of a `return`: once it is always true, what is wrong is never reached."""
    conditions = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    ends = [node for node in conditions if any(isinstance(statement, ast.Return) for statement in node.body)]
    return {id(node) for end in ends for node in ast.walk(end.test)}


def _within(owner, field):
    """What a piece of code says: which is compared, which part of an array, how often."""
    if isinstance(owner, ast.Call) and field == "args" and _text(owner.func) == "range":
        return "range"
    return "test" if isinstance(owner, ast.Compare) else "slice" if field == "slice" else ""


def _patterns(*dumps):
    """Trees in which each name is a number, so that those of `(x - a) / s` and `(y - b) / t` are equal."""
    numbered = {}
    return [
        re.sub(r"id='(\w+)'", lambda found: str(numbered.setdefault(found[1], len(numbered))), dump) for dump in dumps
    ]


def _gives_up(old, new):
    """Whether a number stands in place of a name, which everywhere may be right because nothing depends on it then."""
    return old.startswith("Name(") and new.startswith("Constant(")


def _holds_itself(owner, new):
    """Whether a list would be put into itself, which NumPy goes through without end."""
    into = owner.func if isinstance(owner, ast.Call) else owner.targets[0] if isinstance(owner, ast.Assign) else None
    return isinstance(into, ast.Attribute | ast.Subscript) and _text(into.value) == _text(new)


def _takes_away(owner, new):
    """Whether a 0 would be a factor, which takes away all that it stands with."""
    is_factor = isinstance(owner, ast.BinOp) and isinstance(owner.op, ast.Mult | ast.Div | ast.MatMult)
    return is_factor and isinstance(new, ast.Constant) and new.value == 0


def _other_names(tree, scope):
    """Edits by which a name that stands several times in one expression is another everywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.Call):
            slots = [slot for slot in _slots(node) if isinstance(slot[3], ast.Name) and slot[4] != "called"]
            for name in scope:
                same = [slot for slot in slots if slot[3].id == name]
                for other in scope if same[1:] else ():
                    if other != name:
                        new = ast.Name(other, ast.Load())
                        change = _Together([_Change(*slot[:2], new, slot[2]) for slot in same], [node.lineno])
                        question = f"`{_text(node)}`: is it `{name}` that belongs there?"
                        yield 2.25, "wrong_name", question, node.lineno, change


def _slots(owner, where=""):
    """(owner, field, index, expression, where) of all expressions: "called", "test", "slice", "range" or ""."""
    for field, value in ast.iter_fields(owner):
        if field in ("decorator_list", "returns", "targets", "target") or isinstance(value, ast.arguments):
            continue
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(node, ast.AST):
                continue
            inside = _within(owner, field) or where
            if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                is_called = isinstance(owner, ast.Call) and field == "func"
                yield owner, field, index, node, "called" if is_called else inside
            yield from _slots(node, inside)


class _Together:
    """With this, several changes are made at once."""

    def __init__(self, changes, lines):
        self.changes, self.lines, self.made = changes, lines, ExitStack()

    def __enter__(self):
        for change in self.changes:
            self.made.enter_context(change)

    def __exit__(self, *_):
        self.made.close()


class _Without(_Change):
    """With this, a keyword argument of a call is missing."""

    def __init__(self, owner, index):
        super().__init__(owner, "keywords", owner.keywords[:index] + owner.keywords[index + 1 :])


def _scope(tree):
    """The names of the parameters, and of what is assigned in the function."""
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys([*(name for name in _names(tree.args) if name != "self"), *stored]))


def _text(node, most=60):
    """A piece of code as it may be quoted in a sentence."""
    text = ast.unparse(node).splitlines()[0]
    return text if len(text) <= most else f"{text[: most - 2]} …"


def _operand(node):
    """A piece of code as it stands beside an operator, in brackets if it has one of its own."""
    is_one = isinstance(node, ast.BinOp | ast.Compare | ast.BoolOp | ast.IfExp)
    return f"({_text(node)})" if is_one else _text(node)


def _binary(left, operator, right):
    return ast.BinOp(left, operator, right)


def _call(name, *arguments):
    return ast.Call(ast.parse(name, mode="eval").body, list(arguments), [])


_SIGN, _TIMES, _MATRIX = "`{}`: plus, or minus?", "`{}`: times, or divided by?", (
    "`{}`: `*` multiplies number by number, `@` adds up the products as well. Which of them is wanted?")  # fmt: skip
_OPERATORS = {
    ast.Add: [(ast.Sub, "sign", _SIGN), (ast.Mult, "plus", "`{}`: plus, or times?")],
    ast.Sub: [(ast.Add, "sign", _SIGN), (ast.Div, "minus", "`{}`: minus, or divided by?"),
              (ast.Mult, "minus", "`{}`: minus, or times?")],
    ast.Mult: [(ast.Div, "multiplied", _TIMES), (ast.MatMult, "elementwise", _MATRIX),
               (ast.Pow, "power", "`{}`: one star multiplies, two stars raise to a power. Which is it?"),
               (ast.Add, "times", "`{}`: plus, or times?"), (ast.Sub, "times", "`{}`: minus, or times?")],
    ast.Div: [(ast.Mult, "divided", _TIMES), (ast.FloorDiv, "not_whole", "`{}`: a whole number, or a fraction?")],
    ast.MatMult: [(ast.Mult, "matrix_product", _MATRIX)],
    ast.FloorDiv: [(ast.Div, "whole_numbers", "`{}`: `//` rounds down to a whole number. Is it meant to?")],
    ast.Pow: [(ast.Mult, "power", "`{}`: one star multiplies, two stars raise to a power. Which is it?")],
    ast.BitXor: [(ast.Pow, "power", "`{}`: a power is written with two stars.")],
    ast.Mod: [(ast.FloorDiv, "remainder", "`{}`: how often does it go in, or what is left over?")],
}  # fmt: skip
_SYMBOLS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.FloorDiv: "//", ast.Pow: "**",
    ast.Mod: "%",
}  # fmt: skip
_UNLIKELY = (
    "plus",
    "minus",
    "times",
    "power",
    "not_whole",
)  # where an operator is another, rather than something being too much
_COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt, ast.GtE], ast.LtE: [ast.Lt, ast.GtE, ast.Gt], ast.Gt: [ast.GtE, ast.Lt, ast.LtE],
    ast.GtE: [ast.Gt, ast.LtE, ast.Lt], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq],
}  # fmt: skip
_FUNCTIONS = [
    ("mean", "sum", "sum_for_mean", "mean_for_sum"), ("min", "max"), ("minimum", "maximum"), ("any", "all"),
    ("floor", "ceil"), ("round", "ceil"), ("round", "floor"), ("trunc", "ceil"), ("int", "ceil"), ("std", "var"),
    ("zeros", "ones"), ("zeros_like", "ones_like"), ("empty", "zeros"), ("max", "maximum"), ("min", "minimum"),
    ("max", "sum"), ("argmin", "min"), ("argmax", "max"), ("log10", "log"), ("log2", "log"), ("median", "mean"),
    ("cumsum", "sum"), ("abs", "square"), ("hstack", "column_stack"), ("vstack", "column_stack"),
    ("concatenate", "column_stack"), ("dot", "outer"), ("multiply", "dot"), ("eigvals", "eigvalsh"), ("svd", "eigh"),
    ("inv", "pinv"), ("flatnonzero", "count_nonzero"), ("argwhere", "count_nonzero"), ("argsort", "sort"),
]  # fmt: skip


def _renamed():
    """{function's name: [(another name, misconception)]}, both ways round."""
    table = {}
    for one, other, *codes in _FUNCTIONS:
        there, back = codes[::-1] or ("wrong_function", "wrong_function")
        table.setdefault(one, []).append((other, there))
        table.setdefault(other, []).append((one, back))
    return table


_RENAMED = _renamed()


def _of_expression(node, scope, where):
    """(rank, misconception, question, what stands there instead) for one expression."""
    part = _text(node)
    if where == "called":
        yield from _of_called(node, part)
        return
    for found in (_of_operation, _of_call, _of_small):
        yield from found(node, part, scope, where)
    if not where and isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.BinOp | ast.Call | ast.UnaryOp):
        yield from _with_something_more(node, part, scope)


def _of_called(node, part):
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    for other, code in _RENAMED.get(name, ()):
        new = ast.Attribute(node.value, other, ast.Load()) if isinstance(node, ast.Attribute) else (
            ast.Attribute(ast.Name("np", ast.Load()), other, ast.Load()))  # fmt: skip
        yield 0, code, f"Is `{part}` what is wanted there?", new


def _of_operation(node, part, scope, where):
    """A sign or an operator, the order, the brackets, one side too many."""
    if isinstance(node, ast.BinOp):
        left, right = node.left, node.right
        for other, code, question in _OPERATORS.get(type(node.op), ()):
            if other is ast.Pow and not isinstance(right, ast.Constant):
                continue
            rank, asked = 1.25 if code in _UNLIKELY else 0, question.format(part)
            yield rank, code, asked, _binary(left, other(), right)
            if other is ast.FloorDiv:
                continue
            if isinstance(left, ast.BinOp):  # as `a - b + c`, once it is `a - b * c`
                yield rank, code, asked, _binary(left.left, left.op, _binary(left.right, other(), right))
            if isinstance(right, ast.BinOp):
                yield rank, code, asked, _binary(_binary(left, other(), right.left), right.op, right.right)
        if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.FloorDiv | ast.Pow):
            sign = "sign" if isinstance(node.op, ast.Sub) else "swapped"
            yield 0, sign, f"`{part}`: which of the two comes first?", _binary(right, node.op, left)
        if isinstance(node.op, ast.Add) and isinstance(left, ast.BinOp) and isinstance(left.op, ast.FloorDiv):
            up = ast.UnaryOp(ast.USub(), _binary(ast.UnaryOp(ast.USub(), left.left), ast.FloorDiv(), left.right))
            yield 0, "rounded_up", f"`{part}`: and where it divides without a rest?", up
        for new in _other_brackets(node):
            yield 0, "brackets", f"`{part}`: what belongs inside brackets, and what is done first?", new
        sign = _SYMBOLS.get(type(node.op), "")
        yield 1, "too_much", f"`{part}`: does `{sign} {_operand(right)}` belong there?", left
        yield 1, "too_much", f"`{part}`: does `{_operand(left)} {sign}` belong there?", right
    if isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.USub) and where != "slice":
            yield 0, "sign", f"`{part}`: is the minus right?", node.operand
        if isinstance(node.op, ast.Not | ast.Invert):
            yield 0, "upside_down", f"`{part}`: true, or not true?", node.operand
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in _COMPARISONS.get(type(node.ops[0]), ()):
            yield 0, "comparison", f"`{part}`: which way round, and what of numbers that are equal?", ast.Compare(
                node.left, [other()], node.comparators)  # fmt: skip
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield 0, "and_or", f"`{part}`: both of them, or at least one?", ast.BoolOp(other, node.values)
        for i, value in enumerate(node.values):
            rest = node.values[:i] + node.values[i + 1 :]
            new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
            yield 1, "too_much", f"`{part}`: does `{_text(value)}` belong there?", new
    if isinstance(node, ast.IfExp):
        yield 0, "upside_down", f"`{part}`: which of the two, when?", ast.IfExp(node.test, node.orelse, node.body)
    if where != "slice" and isinstance(node, ast.Tuple | ast.List) and 2 <= len(node.elts) <= 6:
        for i in range(len(node.elts) - 1):
            order = [*node.elts[:i], node.elts[i + 1], node.elts[i], *node.elts[i + 2 :]]
            yield 1, "order", f"`{part}`: in which order?", type(node)(order, ast.Load())


def _other_brackets(node):
    """The same numbers and signs, put together in another order."""
    left, right, op = node.left, node.right, node.op
    if isinstance(left, ast.BinOp):
        yield _binary(left.left, left.op, _binary(left.right, op, right))
        if isinstance(left.right, ast.BinOp):  # as `a / b ** 1 / 2`
            inner = left.right
            yield _binary(left.left, left.op, _binary(inner.left, inner.op, _binary(inner.right, op, right)))
        if isinstance(left.left, ast.BinOp):
            yield _binary(
                left.left.left, left.left.op, _binary(_binary(left.left.right, left.op, left.right), op, right)
            )
    if isinstance(op, ast.Add | ast.Sub) and all(isinstance(side, ast.BinOp) for side in (left, right)):
        (first, *others), (one, *after) = _factors(left), _factors(right)
        if others and after:  # as `2 * w * x - y * x`, for 2 * (w * x - y) * x
            yield _product([first, _binary(_product(others), op, one), *after])
    if isinstance(right, ast.BinOp):
        yield _binary(_binary(left, op, right.left), right.op, right.right)
        if isinstance(right.left, ast.BinOp):
            inner = right.left
            yield _binary(_binary(_binary(left, op, inner.left), inner.op, inner.right), right.op, right.right)
    if isinstance(left, ast.Call) and left.args and not _counts(left):
        yield ast.Call(left.func, [_binary(left.args[0], op, right), *left.args[1:]], left.keywords)
    if isinstance(right, ast.Call) and right.args and not _counts(right):
        yield ast.Call(right.func, [_binary(left, op, right.args[0]), *right.args[1:]], right.keywords)
        is_sorted = _text(left).rpartition("(")[0].endswith(("sort", "sorted"))
        if (
            isinstance(left, ast.Call)
            and len(left.args) == 1
            and ast.dump(left.func) == ast.dump(right.func)
            and not is_sorted
        ):
            yield ast.Call(left.func, [_binary(left.args[0], op, right.args[0])], left.keywords)
    if isinstance(left, ast.UnaryOp):
        yield ast.UnaryOp(left.op, _binary(left.operand, op, right))


def _factors(node):
    """What is multiplied there, from left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _product(factors):
    made = factors[0]
    for factor in factors[1:]:
        made = _binary(made, ast.Mult(), factor)
    return made


_LIMITS = ("min", "max", "minimum", "maximum", "clip", "round", "where", "reshape", "around", "sorted", "sort")


def _counts(call):
    """Whether a call is about how many there are, so that nothing else belongs inside its brackets."""
    return _text(call.func).rpartition(".")[2] in ("len", "range", "arange", "zeros", "ones", "full", "eye", "size")


def _of_call(node, part, scope, where):
    """A function too many, two in the wrong order, arguments in the wrong order, an axis."""
    if not isinstance(node, ast.Call):
        return
    name = _text(node.func)
    method = node.func.value if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value) else None
    if len(node.args) == 1:
        inner = node.args[0]
        if not _is_module(inner):
            yield 1, "too_much", f"`{part}`: does `{name}` belong there?", inner
        if isinstance(inner, ast.Call) and len(inner.args) == 1:
            new = ast.Call(inner.func, [ast.Call(node.func, inner.args, node.keywords)], inner.keywords)
            yield 1.05, "wrong_order", f"`{part}`: which is done first, `{name}` or `{_text(inner.func)}`?", new
        if isinstance(inner, ast.BinOp):
            question = f"`{part}`: what is done before `{name}`, and what after it?"
            for one, other in ((inner.left, inner.right), (inner.right, inner.left)):
                called = ast.Call(node.func, [one], node.keywords)
                new = _binary(called, inner.op, other) if one is inner.left else _binary(other, inner.op, called)
                yield 1.05, "wrong_order", question, new
            both = [ast.Call(node.func, [side], node.keywords) for side in (inner.left, inner.right)]
            yield 0, "wrong_order", question, _binary(both[0], inner.op, both[1])
    if len(node.args) > 1 and name.rpartition(".")[2] in _LIMITS:
        for argument in node.args:
            yield 1, "too_much", f"`{part}`: does `{name}` belong there?", argument
    if name.endswith("clip") and len(node.args) == 3:
        for bound, at, side in (("np.maximum", 1, "above"), ("np.minimum", 2, "below")):
            new = _call(bound, node.args[0], node.args[at])
            yield 1, "too_much", f"`{part}`: is there a bound {side}?", new
    if method is not None:
        yield 1, "too_much", f"`{part}`: does `.{node.func.attr}` belong there?", method
    if isinstance(method, ast.BinOp) and not node.args:
        for one, other in ((method.left, method.right), (method.right, method.left)):
            called = ast.Call(ast.Attribute(one, node.func.attr, ast.Load()), [], node.keywords)
            new = _binary(called, method.op, other) if one is method.left else _binary(other, method.op, called)
            yield 0, "wrong_order", f"`{part}`: what is done before `.{node.func.attr}`, and what after it?", new
    for i in range(len(node.args) - 1):
        order = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        yield 0, "argument_order", f"`{part}`: in which order?", ast.Call(node.func, order, node.keywords)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            for axis in (0, 1, None):
                new = [*node.keywords[:i], ast.keyword("axis", ast.Constant(axis)), *node.keywords[i + 1 :]]
                yield 0, "axis", f"`{part}`: along which axis?", ast.Call(node.func, node.args, new)
    if name.rpartition(".")[2] in ("mean", "sum", "std", "var", "min", "max", "all", "any", "norm", "cumsum", "sort"):
        for axis in (0, 1):
            new = [*node.keywords, ast.keyword("axis", ast.Constant(axis))]
            yield 0, "axis", f"`{part}`: over everything, or along one axis?", ast.Call(node.func, node.args, new)
    if name == "range":
        yield from _of_range(node, part)


def _of_range(node, part):
    question = f"`{part}`: with what does it begin, and where does it end?"
    last = min(len(node.args) - 1, 1)
    for step in (1, -1):
        new = list(node.args)
        new[last] = _binary(new[last], ast.Add(), ast.Constant(step))
        yield 0, "range", question, ast.Call(node.func, new, [])
    if len(node.args) == 1:
        yield (
            0,
            "range",
            question,
            ast.Call(node.func, [ast.Constant(1), _binary(node.args[0], ast.Add(), ast.Constant(1))], []),
        )
        yield 0, "range", question, ast.Call(node.func, [ast.Constant(1), node.args[0]], [])
    else:
        yield 0, "range", question, ast.Call(node.func, [ast.Constant(0), *node.args[1:]], [])


def _is_module(node):
    """Whether a dotted name such as `np.linalg` stands there, and not a value."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id in ("np", "numpy", "math", "torch", "nn", "F", "linalg", "scipy")


def _of_small(node, part, scope, where):
    """A number, a name, a place in an array, a .T."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        value, question = node.value, f"Is {part} the right number there?"
        for other in dict.fromkeys((0, 1, 2, 0.5, value + 1, value - 1, 2 * value, value / 2, -value)):
            if other != value:
                yield 2.1 if where == "slice" else 1, "wrong_number", question, ast.Constant(other)
        for constant in ("np.e", "np.pi"):
            yield 1, "wrong_number", question, ast.parse(constant, mode="eval").body
        if where != "slice" or value > 1:
            for name in scope:
                for new in (*_numbers_of(name), _binary(ast.Constant(2), ast.Mult(), ast.Name(name, ast.Load()))):
                    yield 2, "fixed_number", f"Is it always {part}?", new
    if isinstance(node, ast.Name | ast.Attribute) and not _is_module(node):
        asked = f"Is it `{part}` that belongs there?"
        rank = 3.25 if where == "range" else 2  # with another number of turns much is right by chance
        yield from ((rank, "wrong_name", asked, ast.Name(name, ast.Load())) for name in scope if name != part)
        yield from ((2.25, "wrong_name", asked, ast.Constant(value)) for value in (0, 1))
    if isinstance(node, ast.BinOp | ast.Call | ast.Subscript):
        for name in scope:
            for new in _numbers_of(name):
                yield 3, "wrong_name", f"`{part}`: is that what belongs there?", new
    if isinstance(node, ast.Subscript):
        if not any(isinstance(inner, ast.Name) for inner in ast.walk(node.slice)):  # `X[first:last]` is meant
            yield 2, "too_much", f"`{part}`: is a part of it wanted, or all?", node.value
        which = "is that the one that is" if isinstance(node.slice, ast.Constant) else "which part of it is"
        for new in _other_places(node.slice):
            yield 2, "wrong_place", f"`{part}`: {which} wanted?", ast.Subscript(node.value, new, ast.Load())
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield 0, "transposed", f"`{part}`: does the .T belong there?", node.value
    if isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.BinOp) and not _is_module(node):
        yield 2, "transposed", f"`{part}`: do its rows and columns stand the right way round?", ast.Attribute(
            node, "T", ast.Load())  # fmt: skip


def _numbers_of(name):
    """A name, and what it has a number of."""
    value = ast.Name(name, ast.Load())
    yield from (value, _call("len", value), _call("np.sum", value), ast.parse(f"{name}.shape[1]", mode="eval").body)


def _other_places(index):
    if isinstance(index, ast.Constant | ast.UnaryOp):
        with suppress(ValueError):
            value = ast.literal_eval(index)
            if isinstance(value, int):
                yield from (ast.Constant(other) for other in (0, 1, -1, value + 1, value - 1) if other != value)
    yield from map(_slice, ("1:", ":-1", ":, 0", "0", "-1", ":, None", "None"))


def _slice(text):
    return ast.parse(f"a[{text}]", mode="eval").body.slice


def _with_something_more(node, part, scope):
    """What is missing: a square, a root, a sign, a 2, a mean, an argument."""
    if _is_module(node):
        return
    yield 2.5, "not_squared", f"`{part}`: as it is, or squared?", _binary(node, ast.Pow(), ast.Constant(2))
    yield 2.5, "sign", f"`{part}`: is the sign right?", ast.UnaryOp(ast.USub(), node)
    for name, code, question in (
        ("np.abs", "signs", "with its sign, or without?"), ("np.sqrt", "missing_root", "is there a root to take?"),
        ("np.mean", "not_averaged", "is there a mean to take?"), ("np.sum", "not_summed", "is there a sum to take?"),
        ("np.cumsum", "not_summed", "is there a running total to take?"),
    ):  # fmt: skip
        yield 3, code, f"`{part}`: {question}", _call(name, node)
    for axis in (0, 1):
        for name in ("any", "all") if isinstance(node, ast.Compare | ast.BoolOp) else ("sum", "mean"):
            new = _call(f"np.{name}", node)
            new.keywords = [ast.keyword("axis", ast.Constant(axis))]
            yield 3, "wrong_part", f"`{part}`: is it that which is wanted there, or something made of it?", new
    for factor, operator, code in ((2, ast.Mult, "missing_factor_2"), (2, ast.Div, "extra_factor_2"),
                                   (1, ast.Add, "one_too_few"), (1, ast.Sub, "one_too_many")):  # fmt: skip
        question = "is there a 2 missing, or too many?" if factor == 2 else "is it one too few, or too many?"
        yield 3, code, f"`{part}`: {question}", _binary(node, operator(), ast.Constant(factor))
    yield 3, "one_minus", f"`{part}`: is it this, or what it leaves of 1?", _binary(ast.Constant(1), ast.Sub(), node)
    for place in ("1:", ":-1", ":, 0", ":, None", "None", "0", "-1"):
        yield 3, "wrong_place", f"`{part}`: is a part of it wanted, or another shape?", ast.Subscript(
            node, _slice(place), ast.Load())  # fmt: skip
    for name in scope:
        value = ast.Name(name, ast.Load())
        for more, text in ((value, f"`{name}`"), (_call("len", value), f"the number of `{name}`")):
            operators = (ast.Mult, ast.Div, ast.Add, ast.Sub, ast.MatMult)
            operators = [operator for operator in operators if more is not value or operator is not ast.Div]
            for operator in () if _text(more) == part else operators:
                yield 4, "missing_argument", f"`{part}`: is {text} missing there?", _binary(node, operator(), more)
        yield 4, "missing_argument", f"`{part}`: is `{name}` missing there?", _binary(value, ast.Sub(), node)
    for name in ("np.ceil", "np.floor", "np.log"):
        yield (
            5,
            "wrong_part",
            f"`{part}`: is it that which is wanted there, or something made of it?",
            _call(name, node),
        )


def _of_statements(body):
    """(rank, misconception, question, line, the statements instead) for one block."""
    for i, statement in enumerate(body):
        part, line = _text(statement), statement.lineno
        before, after = body[:i], body[i + 1 :]
        for code, question, new in _of_assignment(statement, part):
            yield 0, code, question, line, [*before, new, *after]
        if isinstance(statement, ast.For | ast.While | ast.If):
            yield from _of_depth(statement, before, after)
        if isinstance(statement, ast.For):
            yield from _of_totals(statement, before, after)
        ends = isinstance(statement, ast.If) and any(isinstance(one, ast.Return) for one in statement.body)
        if isinstance(statement, ast.If) and not (ends and after):  # what follows would never be reached
            yield 1, "too_much", f"`{part}`: does what stands there need a condition?", line, [
                *before, *statement.body, *after]  # fmt: skip
            yield 1, "too_much", f"`{part}`: does it belong there?", line, [*before, *statement.orelse, *after]
        if after:
            following = after[0]
            is_block = any(isinstance(one, ast.For | ast.While | ast.If) for one in (statement, following))
            which = f"this or the next line, `{_text(following)}`" + ", with all that stands in it" * is_block
            yield 1, "wrong_order", f"Which comes first, {which}?", line, [
                *before, following, statement, *after[1:]]  # fmt: skip
            if isinstance(statement, ast.Assign) and isinstance(following, ast.Assign):
                pair = [ast.Tuple([one.targets[0] for one in (statement, following)], ast.Store()),
                        ast.Tuple([one.value for one in (statement, following)], ast.Load())]  # fmt: skip
                yield 0, "one_after_the_other", (
                    f"`{_text(following)}` already sees what it has changed. Does it still want the old value?"
                ), line, [*before, ast.Assign([pair[0]], pair[1]), *after[1:]]  # fmt: skip
        if len(body) > 1 and not isinstance(statement, ast.Return):
            yield 2, "too_much", f"`{part}`: does it belong there?", line, [*before, *after]


def _of_assignment(statement, part):
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        target = statement.targets[0]
        for operator in () if isinstance(statement.value, ast.Constant) else (ast.Add, ast.Sub):
            question = f"`{part}`: is it added to what was there, or does it overwrite it?"
            yield "overwritten", question, ast.AugAssign(target, operator(), statement.value)
        if isinstance(statement.value, ast.Name | ast.Subscript | ast.Attribute):
            copied = ast.Call(ast.Attribute(statement.value, "copy", ast.Load()), [], [])
            yield "in_place", f"`{part}`: a copy, or the same array under a second name?", ast.Assign([target], copied)
    if isinstance(statement, ast.AugAssign):
        load = ast.parse(ast.unparse(statement.target), mode="eval").body
        fresh = ast.Assign([statement.target], statement.value)
        yield "added_up", f"`{part}`: should it be added to what was there?", fresh
        yield "in_place", f"`{part}`: is a new array made, or the old one changed for all who hold it?", ast.Assign(
            [statement.target], _binary(load, statement.op, statement.value))  # fmt: skip
        for other in (ast.Add, ast.Sub):
            if not isinstance(statement.op, other):
                yield "sign", f"`{part}`: plus, or minus?", ast.AugAssign(statement.target, other(), statement.value)
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and statement.value.args:
        call = statement.value
        copied = ast.Call(ast.Attribute(call.args[0], "copy", ast.Load()), [], [])
        yield "in_place", f"`{part}`: a copy, or the same array again and again?", ast.Expr(
            ast.Call(call.func, [copied, *call.args[1:]], call.keywords))  # fmt: skip


def _of_totals(loop, before, after):
    """A total that nobody has begun with, and that every turn overwrites."""
    for i, statement in enumerate(loop.body):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            target = statement.targets[0]
            total = ast.AugAssign(target, ast.Add(), statement.value)
            made = ast.For(loop.target, loop.iter, [*loop.body[:i], total, *loop.body[i + 1 :]], loop.orelse)
            question = f"`{_text(statement)}`: is it added to what was there, or does it overwrite it?"
            begun = [ast.Assign([target], ast.Constant(0.0)), made]
            yield 0, "overwritten", question, statement.lineno, [*before, *begun, *after]


def _of_depth(block, before, after):
    """Lines at the wrong depth: inside a loop, or outside."""

    def with_body(body):
        made = type(block)(**dict(ast.iter_fields(block)))
        made.body = body
        return ast.copy_location(made, block)

    first, last = block.body[0], block.body[-1]
    outside = "Does it stand inside the loop, where every turn does it?"
    if len(block.body) > 1:
        code = "return_in_loop" if isinstance(last, ast.Return) else "wrong_depth"
        question = f"`{_text(last)}`: does it wait until the loop is over?"
        yield 0, code, question, last.lineno, [*before, with_body(block.body[:-1]), last, *after]
        question = f"`{_text(first)}`: in every turn, or once, before the loop?"
        yield 0, "wrong_depth", question, first.lineno, [*before, first, with_body(block.body[1:]), *after]
        both = block.body[-2:]
        if len(block.body) > 2:
            yield 1, code, f"`{_text(both[0])}`: does it wait until the loop is over?", both[0].lineno, [
                *before, with_body(block.body[:-2]), *both, *after]  # fmt: skip
    if after and not isinstance(after[0], ast.Return):
        question = f"`{_text(after[0])}`: {outside[0].lower()}{outside[1:]}"
        yield 0, "wrong_depth", question, after[0].lineno, [*before, with_body([*block.body, after[0]]), *after[1:]]
    if before and not isinstance(before[-1], ast.Return):
        question = f"`{_text(before[-1])}`: once, before the loop, or in every turn?"
        inside = [*before[:-1], with_body([before[-1], *block.body]), *after]
        yield 0.95, "wrong_depth", question, before[-1].lineno, inside  # after an argument that may be too much
        if isinstance(before[-1], ast.Assign) and isinstance(before[-1].targets[0], ast.Tuple):
            yield from _of_beginnings(before[-1], before, with_body, block.body, after)


def _of_beginnings(pair, before, with_body, body, after):
    """What is begun with before the loop, in one line with something else, and belongs into every turn."""
    if isinstance(pair.value, ast.Tuple) and len(pair.value.elts) == len(pair.targets[0].elts):
        for target, value in zip(pair.targets[0].elts, pair.value.elts, strict=True):
            begun = ast.Assign([target], value)
            question = f"`{_text(target)} = {_text(value)}`: once, before the loop, or in every turn?"
            yield 0.95, "wrong_depth", question, pair.lineno, [*before, with_body([begun, *body]), *after]
