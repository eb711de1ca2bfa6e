"""The coroutine shapes that g++ 12.2 compiles wrongly (crashes, double frees) do not occur here.

1. co_await is a whole statement, or the whole initialiser of a new local.
2. No braces, no lambda and no ?: in that statement.
3. The first line of every coroutine declares a local.
4. A coroutine takes its parameters by value.
5. Coroutines are named functions, never lambdas; and they live only where network input and output is done.
"""
import re

from project import ROOMS, Report, code_only, cpp, line_of, read

PLACES = ("webhooks/", "bot/", "tests/")

KEYWORD = re.compile(r"\bco_(await|return|yield)\b")
NEW_LOCAL = re.compile(
    r"^(\[\[maybe_unused\]\]\s*)?(static\s+)?(const\s+)?"
    r"(auto\s*[&*]*\s*\[[\w\s,]+\]|[A-Za-z_][\w:]*(\s*<[^;=]*>)?[\s&*]+[A-Za-z_]\w*)\s*=\s*$"
)
DECLARATION = re.compile(
    r"^(\[\[maybe_unused\]\]\s*)?(static\s+)?(constexpr\s+)?(const\s+)?"
    r"(auto\s*[&*]*\s*\[[\w\s,]+\]|(?!return\b|co_return\b|co_await\b|throw\b|delete\b|else\b)[A-Za-z_][\w:]*(\s*<[^;=]*>)?[\s&*]+[A-Za-z_]\w*)\s*[=({;]"
)
LAMBDA = re.compile(r"(?<![\w\])])\[[^\]\[]*\]\s*[({]")
LAMBDA_INTRO = re.compile(r"(?<![\w\])\[])\[[^\]\[]*\](?!\])")
NOT_FUNCTIONS = {"if", "for", "while", "switch", "catch"}


def statement_around(code, position):
    """(text of the statement before the position, text after it): up to ; or to a brace of a block."""
    start, depth = position, 0
    while start > 0:
        c = code[start - 1]
        if c in ")]":
            depth += 1
        elif c in "([":
            if depth == 0:
                break  # inside a parenthesis: not a whole statement
            depth -= 1
        elif c in ";{}" and depth == 0:
            break
        start -= 1
    end, depth = position, 0
    while end < len(code):
        c = code[end]
        if c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
            if depth < 0:
                break
        elif c == ";" and depth == 0:
            break
        end += 1
    opener = code[start - 1] if start else ""
    return code[start:position].strip(), code[position:end], opener


def check_await(report, path, code, position):
    line = line_of(code, position)
    before, after, opener = statement_around(code, position)
    before = re.sub(r"^(else|do|try|case [^:]*:|default:|public:|private:)\s*", "", before)
    if opener in "([" and opener:
        report.add(path, line, "co_await inside parentheses: give its result a name first")
    elif before and not NEW_LOCAL.match(before):
        report.add(path, line, "co_await must be a whole statement or the whole initialiser of a new local")
    if "{" in after:
        report.add(path, line, "braces in a statement with co_await: name the value first, then move it in")
    if re.search(r"\?(?!\?)", after) or "?" in before:
        report.add(path, line, "?: in a statement with co_await: decide first, then await")
    if LAMBDA.search(after):
        report.add(path, line, "a lambda in a statement with co_await: give it a name first")


def matching(code, opening):
    """Position of the bracket that closes the one at `opening`."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    close, depth = pairs[code[opening]], 0
    for position in range(opening, len(code)):
        if code[position] == code[opening]:
            depth += 1
        elif code[position] == close:
            depth -= 1
            if depth == 0:
                return position
    return len(code)


def functions(code):
    """(position of the name, name, parameters, position of the body's brace) of everything that looks like a function's definition."""
    for match in re.finditer(r"([~\w:]+)\s*\(", code):
        close = matching(code, match.end() - 1)
        after = re.match(r"\)\s*(const|noexcept|override|final|mutable|\s)*(->\s*[\w:<>,\s&*]+?)?\s*\{", code[close:])
        if after and match.group(1) not in NOT_FUNCTIONS:
            yield match.start(), match.group(1), code[match.end() : close], close + after.end() - 1


def lambdas(code):
    """(position, position of the body's brace) of every lambda."""
    for match in LAMBDA_INTRO.finditer(code):
        rest = re.match(r"\s*", code[match.end() :])
        position = match.end() + rest.end()
        if code[position : position + 1] == "(":
            position = matching(code, position) + 1
        after = re.match(r"\s*(mutable|noexcept|constexpr|\s)*(->\s*[\w:<>,\s&*]+?)?\s*\{", code[position:])
        if after:
            yield match.start(), position + after.end() - 1


def own_keywords(code, body, inner):
    """Whether the body itself holds a co_ keyword, not only a lambda inside it."""
    end = matching(code, body)
    ranges = [(start, matching(code, brace)) for start, brace in inner if body < start < end]
    return any(not any(a < m.start() < b for a, b in ranges) for m in KEYWORD.finditer(code, body, end))


def check_function(report, path, code, position, name, parameters, body):
    line = line_of(code, position)
    first = code[body + 1 : matching(code, body)].strip()
    if not DECLARATION.match(first):
        report.add(path, line, f"{name}: the first line of a coroutine declares a local (usually the executor)")
    if re.search(r"[\w>]\s*&", parameters):
        report.add(path, line, f"{name}: a coroutine takes its parameters by value")


def check(report, path, text):
    code = code_only(text)
    keywords = list(KEYWORD.finditer(code))
    if not keywords:
        return
    if not str(path).startswith(PLACES):
        report.add(path, line_of(code, keywords[0].start()), f"coroutines live in {', '.join(PLACES)} only")
    for match in keywords:
        if match.group(1) == "await":
            check_await(report, path, code, match.start())
    inner = list(lambdas(code))
    for start, brace in inner:
        if own_keywords(code, brace, inner):
            report.add(path, line_of(code, start), "a lambda coroutine: make it a named function")
    bodies = {brace for _, brace in inner}
    for position, name, parameters, body in functions(code):
        if body not in bodies and own_keywords(code, body, inner):
            check_function(report, path, code, position, name, parameters, body)


def main():
    report = Report()
    for path in cpp(under={*ROOMS, "tests"}):
        check(report, path, read(path))
    report.finish("coroutines")


if __name__ == "__main__":
    main()
