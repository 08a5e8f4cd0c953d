"""Say which mistakes a function makes that returns several arrays: each of them may have one of its own."""

from contextlib import suppress
from inspect import signature
from itertools import permutations

import numpy as np

from helpers.attempt import Attempt, MistakeError, apart, kind, listed, numbers, trial
from helpers.behaviour import in_a_row, one_of, others, relation_of, situation_of
from helpers.diagnosis import NOT_FINITE, about_the_table, conclude, explain_in_general, other_order, tried
from helpers.relations import another_quantity, are_finite, arranged, in_words, right_at_first, same_part


def diagnose_parts(candidate, cases, reference, mistakes, right, call):
    """As `diagnose`, for a function that returns several arrays, each of which may have a mistake of its own.

    Parameters
    ----------
    candidate : the learner's function, returning a tuple
    cases : tuples of arguments; where shapes are equal by chance, a later case tells them apart
    reference : the right function, returning a dict of name -> array; its parameter names appear in messages
    mistakes : rows (misconception, function that makes this mistake and returns such a dict, message)
    right : the message for a right answer
    call : how it is called
    """
    attempt = Attempt(candidate, signature(reference).parameters, call)
    if trial.get():
        return tried(attempt, cases, reference, _same_parts, right)
    wanted = [reference(*case) for case in cases]
    tries, found = _tries(attempt, cases, wanted)
    if found and all(_same_parts(list(given.values()), parts) for _, given, parts in tries):
        return conclude(attempt, *other_order(attempt, cases, wanted, _same_parts) or found.args)
    wrong = [name for name in wanted[0] if not all(same_part(given[name], parts[name]) for _, given, parts in tries)]
    if not wrong:
        return conclude(attempt, None, right)
    more = others(cases, reference)
    tries += _tries(attempt.again(), more, [reference(*case) for case in more])[0]
    other = other_order(attempt, [case for case, *_ in tries], [parts for *_, parts in tries], _same_parts)
    return conclude(attempt, *other or _explain_parts(tries, wrong, mistakes, reference, attempt))


def _tries(attempt, cases, wanted):
    """Rows (case, what the attempt returns for it by name, what is right), and the MistakeError that ended them."""
    tries = []
    try:
        for case, parts in zip(cases, wanted, strict=True):
            given = attempt(*case)
            if not isinstance(given, tuple | list) or len(given) != len(parts):
                raise MistakeError("wrong_shape", _wrong_count(attempt, given, parts))
            tries.append((case, dict(zip(parts, given, strict=True)), parts))
    except MistakeError as found:
        return tries, found
    return tries, None


def _wrong_count(attempt, given, parts):
    is_several = isinstance(given, tuple | list)
    found, hint = (f"{len(given)} things", "") if is_several else (
        kind(given), " Does `return` name each of them, with commas between?")  # fmt: skip
    alone = [name for name, part in parts.items() if np.ndim(part) and same_part(given, part)]
    hint = f" That is `{alone[0]}`, and it is right: does `return` name the others?" if alone else hint
    missing = [f"`{name}`" for name, part in parts.items() if is_several and not any(same_part(v, part) for v in given)]
    if missing and len(missing) == len(parts) - len(given):
        hint = f" Of these {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing: does `return` name all?"
    return f"`{attempt.name}` returns {found}; wanted are {len(parts)}: {', '.join(parts)}.{hint}"


def _same_parts(given, wanted):
    is_several = isinstance(given, tuple | list) and len(given) == len(wanted)
    return is_several and all(map(same_part, given, wanted.values()))


def _explain_parts(tries, wrong, mistakes, reference, attempt):
    """(misconception, message) for the parts that are `wrong`: by as few of the mistakes as possible."""
    _, given, wanted = tries[_first_wrong(tries, wrong)]
    fine = [f"`{name}`" for name in wanted if name not in wrong]
    fine = f"{listed(fine)} {'is' if len(fine) == 1 else 'are'} right. " if fine else ""
    found, left = _known(tries, wrong, mistakes)
    if not left:
        return found[0][0], fine + " ".join(text for _, text in found)
    if _are_exchanged(tries):
        return "order", f"The right numbers, in another order than {', '.join(wanted)}."
    for name in wrong:
        general = explain_in_general(given[name], wanted[name])
        if general:
            return general[0], f"{fine}`{name}`: {general[1][0].lower()}{general[1][1:]}"
    relations = _relate_parts(left, tries, reference, attempt)
    known = {f"`{name}`": relation for name, relation in relations.items() if relation}
    if known:
        texts = [*(text for _, text in found), in_words(list(known), known, ())]
        texts += [_compare_part(name, given, wanted) for name, relation in relations.items() if not relation]
        return (found[0][0] if found else next(iter(known.values())).code), fine + " ".join(texts)
    code, text = _compare_parts(tries, wrong, attempt)
    return code, fine + text


def _first_wrong(tries, wrong):
    """The number of the first case in which one of these parts is wrong."""
    return next(i for i, (_, given, wanted) in enumerate(tries)
                if any(not same_part(given[name], wanted[name]) for name in wrong))  # fmt: skip


def _known(tries, wrong, mistakes):
    """[(misconception, text)] of the rows that explain wrong parts, the fewest that do, and the parts that are left."""
    made = []
    for code, function, text in mistakes:
        # A product whose sizes do not meet: nobody can have made this mistake here.
        with np.errstate(all="ignore"), suppress(ValueError):
            pairs = [(given, function(*case)) for case, given, _ in tries]
            alike = {name for name in wrong if all(same_part(ours[name], theirs[name]) for ours, theirs in pairs)}
            made.append((code, alike, text))
    left, found = list(wrong), {}  # of what is said: (its code, the names of the parts)
    while left:
        code, explained, text = max(made, key=lambda row: len(row[1] & set(left)), default=("", set(), ""))
        if not explained & set(left):
            break
        found.setdefault(text, (code, []))[1].extend(name for name in left if name in explained)
        left = [name for name in left if name not in explained]
    return [(code, f"{listed([f'`{name}`' for name in names])}: {text}") for text, (code, names) in found.items()], left


def _are_exchanged(tries):
    """Whether the parts are right, but have changed places with each other."""
    names = list(tries[0][2])
    return any(
        all(same_part(given[a], wanted[b]) for _, given, wanted in tries for a, b in zip(names, order, strict=True))
        for order in permutations(names)
    )


def _compare_parts(tries, wrong, attempt):
    """(misconception, message) for parts that nothing explains: what they are, and what is right."""
    case, given, wanted = tries[_first_wrong(tries, wrong)]
    for name in wrong:
        if arranged(given[name], wanted[name]) is None:
            about = about_the_table(numbers(given[name]), attempt, case)
            return "wrong_shape", f"`{name}` is {kind(given[name])}; wanted is {kind(wanted[name])}.{about}"
    if attempt.repeats:
        return "in_place", "Two of the results are one and the same array: what is written into one is in both."
    code = "unknown" if are_finite([given[name] for name in wrong]) else "not_finite"
    pairs = " ".join(_compare_part(name, given, wanted) for name in wrong)
    reason = NOT_FINITE if code == "not_finite" else attempt.outside()
    return code, f"{pairs} The check called it with {attempt.inputs(case)}.{reason}"


def _compare_part(name, given, wanted):
    if arranged(given[name], wanted[name]) is None:
        return f"`{name}` is {kind(given[name])}; wanted is {kind(wanted[name])}."
    return f"`{name}` is {apart(arranged(given[name], wanted[name]), wanted[name])}."


def _relate_parts(names, tries, reference, attempt):
    """{part: its Relation or None}; of what is no more than a situation or a beginning one for all of them."""
    cases, given, wanted = ([row[i] for row in tries] for i in range(3))
    parameters, places = tuple(signature(reference).parameters), {name: i for i, name in enumerate(wanted[0])}
    values = {name: ([parts[name] for parts in given], [parts[name] for parts in wanted]) for name in names}
    relations = {
        name: relation_of(
            one_of(attempt.again(), places[name]), one_of(reference, name), cases, parameters, *values[name]
        )
        or _of_right_parts(values[name], tries, cases, parameters)
        for name in names
    }
    pairs = [pair for name in names for pair in zip(*values[name], strict=True)]
    are_shaped = are_finite([v for v, _ in pairs]) and all(np.shape(v) == np.shape(right) for v, right in pairs)
    if are_shaped and not any(relations.values()):
        own, true = in_a_row(attempt.again(), [places[name] for name in names]), in_a_row(reference, names)
        rows = ([np.concatenate([np.ravel(numbers(parts[name])) for name in names]) for parts in side]
                for side in (given, wanted))  # fmt: skip
        relations = dict.fromkeys(names, situation_of(own, true, cases, parameters, *rows))
    if not any(relations.values()):
        relations = {name: right_at_first(*values[name], cases, parameters) for name in names}
    return relations


def _of_right_parts(values, tries, cases, parameters):
    """The Relation of a part's values that are another quantity made of parts which are right, or None."""
    right = [name for name in tries[0][2] if all(same_part(given[name], wanted[name]) for _, given, wanted in tries)]
    longer = [(*case, *(wanted[name] for name in right)) for case, (_, _, wanted) in zip(cases, tries, strict=True)]
    return another_quantity(*values, longer, (*parameters, *right)) if right else None
