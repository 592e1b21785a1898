import urllib
import urllib.parse
from urllib.parse import (
    parse_qs,
    parse_qsl,
    quote,
    quote_plus,
    unquote,
    unquote_plus,
    urlencode,
    urlparse,
    urlsplit,
    urlunparse,
    urlunsplit,
)

out = []


def see(value):
    out.append(repr(value))


def attempt(function, *args):
    try:
        see(function(*args))
    except Exception as error:
        see((type(error).__name__, str(error)))


for given in ("p@ss w/rd%ü+", "", "a/b c~_.-!", b"\x00\xff /"):
    see(quote(given))
    see(quote_plus(given))
    see(quote(given, safe=""))
    see(quote_plus(given, safe="/@"))
attempt(quote, None)
attempt(quote_plus, 5)
for given in ("p%40ss+w%2Frd%25%C3%BC", "%zz%4", "%C3", "a%C3%28b"):
    see(unquote(given))
    see(unquote_plus(given))
see(urllib.parse.quote_plus("Driver={ODBC Driver 18 for SQL Server};Server=h,1433;Pwd=x;y"))
see(urlencode({"a b": "c&d", "n": 5, "t": True, "e": ""}))
see(urlencode([("a", "ü/"), ("b", None)], safe="/"))
see(urlencode({"a": [1, 2], "b": "xy"}, doseq=True))
see(urlencode({"a": [1, 2]}))
see(urlencode({"a": "x y"}, quote_via=quote))
see(parse_qs("a=1&a=2&b=&c=x%20y+z&d"))
see(parse_qsl("a=1&a=2&b=&c=x%20y+z&d", keep_blank_values=True))
see(parse_qsl(""))
urls = (
    "postgresql://user:p%40ss@Host.Example:5432/db?sslmode=require#frag",
    "postgres://u:p@[::1]:5432/db",
    "http://h/a;b/c;d?x=1;y#z",
    "sqlite:///relative.db",
    "sqlite:////absolute.db",
    "sqlite://",
    "HTTP://EXAMPLE.com",
    "//host/path",
    "mailto:somebody@example.com",
    "a/b/c",
    "  x://h:/p",
    "file:///tmp/x",
    "redis://:secret@h:6379/0",
    "1x://nothing",
    "",
)
for url in urls:
    split = urlsplit(url)
    see(split)
    see(urlparse(url))
    see((split.username, split.password, split.hostname, split.port))
    see((split.geturl(), urlunsplit(split), urlunparse(urlparse(url))))
    see(tuple(urlparse(url)))
attempt(urlparse, "http://[::1")
attempt(lambda: urlparse("http://h:port").port)
attempt(lambda: urlparse("http://h:70000").port)
parsed = urlparse("postgres://u:p@h/db?x=1")
see(parsed._replace(scheme="postgresql").geturl())
see(parsed._replace(path="/other", query="").geturl())
see(urlsplit("postgres://u@h/db")._replace(netloc="x:y@z:1").port)
see(parsed[1])
scheme, netloc, path, params, query, fragment = parsed
see((scheme, path.lstrip("/")))
see(urlunparse(("https", "h", "p", "", "q=1", "")))
see(urlunsplit(("", "", "p", "", "")))
