import re
out = []
SNAKE = re.compile(r"(?<!^)(?=[A-Z])")
out.append(SNAKE.sub("_", "FlowRunState").lower())
out.append(re.sub("(.)([A-Z][a-z]+)", r"\1_\2", "HTTPServerError"))
out.append(re.sub(r"([a-z0-9])([A-Z])", r"\g<1>_\2", "camelCaseName").lower())
out.append(re.sub(r"(?P<first>[A-Z])", lambda m: "_" + m.group("first").lower(), "CamelCase", count=1))
out.append(repr([re.match("b", "ab"), re.match(r"(\d+)-(?P<x>\d+)?", "12-").groups(), re.search("b", "ab").span()]))
out.append(repr([bool(re.fullmatch("a|ab", "ab")), bool(re.match(r"a$", "a\n")), bool(re.match(r"a\Z", "a\n"))]))
out.append(repr([re.findall(r"\d", "a1b2"), re.findall(r"(\w)=(\w)", "a=b,c=d"), re.split(r"\s*,\s*", "a , b,c")]))
out.append(repr([re.search("X", "ax", re.I) is not None if False else re.compile("X", re.I).search("ax").group(), re.escape("a.b")]))
out.append(repr([m.start() for m in re.finditer("a", "banana")]))
out.append(repr(re.match(r"(?P<a>x)(?P<b>y)?", "x").groupdict()))
out.append(repr(re.sub("^", "> ", "a\nb", flags=re.MULTILINE)))
