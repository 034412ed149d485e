"""From base64 to characters: what is not strict base64 of strict UTF-8 ends here."""
import gzip
import zlib

from mint import *
from suite import Raw, Suite

S = Suite("decode", "base64, encodings and the XML declaration", "documented", ["saml-bindings", "w3c-xml"])
PLAIN = respond()
B64 = base64_of(PLAIN.encode())
# One, two and no characters of padding, so that each form of the last group is met.
PADDED = {base64_of((PLAIN + "\n" * n).encode()).count("="): base64_of((PLAIN + "\n" * n).encode()) for n in range(3)}


def lines(text, ending, width=76):
    return ending.join(text[i:i + width] for i in range(0, len(text), width))


S.accept("b64-one-line", "base64 in one line", Raw(B64), cites=["saml-bindings"])
S.accept("b64-crlf", "base64 in lines that end in CR LF", Raw(lines(B64, "\r\n")), cites=["saml-bindings"])
S.accept("b64-lf", "base64 in lines that end in LF, the last one too", Raw(lines(B64, "\n", 64) + "\n"), cites=["saml-bindings"])
S.accept("b64-no-padding-needed", "a text that needs no padding", Raw(PADDED[0]), cites=["saml-bindings"])
S.accept("b64-one-padding", "one character of padding", Raw(PADDED[1]), cites=["saml-bindings"])
S.accept("b64-two-padding", "two characters of padding", Raw(PADDED[2]), cites=["saml-bindings"])
S.refuse("b64-empty", "no response", "saml.decode.min-length", Raw(""), cites=["aws-models"])
S.refuse("b64-three", "three characters, one under the least", "saml.decode.min-length", Raw("PGE"), cites=["aws-models"])
S.refuse("b64-four", "four characters, the least, which hold no response", "saml.parse.well-formed", Raw("PGE+"), cites=["aws-models"])
S.refuse("b64-most", "one character over the most, all of it base64", "saml.decode.max-length", Raw(lines(B64, "\n") + "\n" * (100001 - len(lines(B64, "\n")))),
         cites=["aws-models"], twin="b64-at-most")
S.accept("b64-at-most", "100000 characters, the most", Raw(lines(B64, "\n") + "\n" * (100000 - len(lines(B64, "\n")))), cites=["aws-models"])
S.refuse("b64-junk", "a character outside the alphabet", "saml.decode.base64", Raw(B64[:400] + "!" + B64[400:]), twin="b64-one-line")
S.refuse("b64-dash", "a hyphen, at which lax decoders stop", "saml.decode.base64", Raw(B64 + "-"), twin="b64-one-line")
S.refuse("b64-url-safe", "the alphabet of URLs", "saml.decode.base64",
         Raw(base64_of(respond((">ada</saml:NameID>", ">žo~~~??fie</saml:NameID>")).encode()).replace("+", "-").replace("/", "_")), twin="b64-one-line")
S.refuse("b64-percent", "base64 that is still percent-encoded", "saml.decode.base64", Raw(B64.replace("+", "%2B").rstrip("=") + "%3D"),
         twin="b64-one-line")
S.refuse("b64-no-padding", "padding left out", "saml.decode.base64", Raw(PADDED[1].rstrip("=")), twin="b64-one-padding")
S.refuse("b64-over-padding", "a third character of padding", "saml.decode.base64", Raw(PADDED[2] + "="), twin="b64-two-padding")
S.refuse("b64-four-padding", "a whole group of padding", "saml.decode.base64", Raw(PADDED[0] + "===="), twin="b64-no-padding-needed")
S.refuse("b64-trailing-bits", "bits of the last group that are not zero", "saml.decode.base64",
         Raw(PADDED[1][:-2] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".index(PADDED[1][-2]) + 1] + "="), twin="b64-one-padding")
S.refuse("b64-after-padding", "data behind the padding", "saml.decode.base64", Raw(PADDED[2] + "PGE+"), twin="b64-two-padding")
S.refuse("b64-padding-inside", "padding in the middle", "saml.decode.base64", Raw("PD94" + "PA==" + B64), twin="b64-one-line")
S.refuse("b64-raw", "XML that nobody encoded", "saml.decode.base64", Raw(PLAIN), twin="b64-one-line")
S.refuse("b64-nbsp", "a no-break space between lines", "saml.decode.base64", Raw(B64[:76] + "\u00a0" + B64[76:]), twin="b64-lf")
S.refuse("b64-form-feed", "a form feed between lines", "saml.decode.base64", Raw(B64[:76] + "\f" + B64[76:]), twin="b64-lf")
S.refuse("b64-twice", "a response encoded twice", "saml.parse.well-formed", base64_of(PLAIN.encode()).encode(), twin="b64-one-line")
S.refuse("deflated", "a deflated response, as the redirect binding has it", "saml.decode.utf8",
         zlib.compress(PLAIN.encode(), 9)[2:-4], twin="b64-one-line", cites=["saml-bindings", "saml-compression"])
S.refuse("gzipped", "a compressed response", "saml.decode.utf8", gzip.compress(PLAIN.encode(), mtime=0), twin="b64-one-line",
         cites=["saml-bindings", "saml-compression"])
XML = {"cites": ["w3c-xml"]}
S.refuse("bom", "a byte order mark before the response", "saml.decode.bom", b"\xef\xbb\xbf" + PLAIN.encode(), evidence="local",
         cites=["w3c-xml", "weir-local"])
S.refuse("utf-16-le", "UTF-16 with its byte order mark", "saml.decode.utf8", b"\xff\xfe" + PLAIN.encode("utf-16-le"), **XML)
S.refuse("utf-16-be", "UTF-16 with its byte order mark, the other order", "saml.decode.utf8", b"\xfe\xff" + PLAIN.encode("utf-16-be"), **XML)
S.refuse("utf-16-bare", "UTF-16 without a byte order mark", "saml.decode.nul", PLAIN.encode("utf-16-le"), **XML)
S.refuse("utf-16-declared", "UTF-8 that is declared as UTF-16", "saml.decode.declaration", '<?xml version="1.0" encoding="UTF-16"?>' + PLAIN,
         twin="declaration", **XML)
S.refuse("utf-32", "UTF-32 without a byte order mark", "saml.decode.nul", PLAIN.encode("utf-32-be"), **XML)
LATIN = '<?xml version="1.0" encoding="ISO-8859-1"?>\n' + respond()
S.refuse("latin-1", "a declaration of Latin-1 before plain ASCII", "saml.decode.declaration", LATIN, twin="declaration",
         cites=["w3c-xml", "saml-peers"])
S.refuse("latin-1-bytes", "Latin-1 bytes that are no UTF-8", "saml.decode.utf8",
         LATIN.replace(">ada</saml:NameID>", ">zo\u00e9</saml:NameID>").encode("latin-1"), twin="unicode", cites=["w3c-xml", "saml-peers"])
S.refuse("utf-7", "a declaration of UTF-7", "saml.decode.declaration", '<?xml version="1.0" encoding="UTF-7"?>\n' + PLAIN, twin="declaration",
         cites=["w3c-xml", "saml-peers"])
S.refuse("ebcdic", "EBCDIC, which XML parsers tell by its first bytes", "saml.decode.utf8",
         ('<?xml version="1.0" encoding="cp037"?>' + PLAIN).encode("cp037"), twin="declaration", cites=["w3c-xml", "saml-peers"])
S.refuse("us-ascii", "a declaration of ASCII", "saml.decode.declaration", '<?xml version="1.0" encoding="US-ASCII"?>\n' + PLAIN, twin="declaration",
         evidence="local", cites=["w3c-xml", "weir-local"])
S.accept("utf-8-lower-case", "an encoding named in lower case", '<?xml version="1.0" encoding="utf-8"?>\n' + PLAIN, **XML)
S.accept("declaration-bare", "a declaration without an encoding", "<?xml version='1.0'?>\n" + PLAIN, **XML)
S.accept("declaration-standalone", "a declaration that says standalone", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + PLAIN, **XML)
S.refuse("overlong", "an overlong form of a character", "saml.decode.utf8", PLAIN.encode().replace(b">ada</saml:NameID>", b">a\xc1\xa4a</saml:NameID>"),
         twin="unicode", **XML)
S.refuse("surrogate", "half of a surrogate pair", "saml.decode.utf8", PLAIN.encode().replace(b">ada</saml:NameID>", b">a\xed\xa0\x80a</saml:NameID>"),
         twin="unicode", **XML)
S.refuse("cut-character", "a character cut short at the end", "saml.decode.utf8", PLAIN.encode() + b"\xe2\x82", twin="unicode", **XML)
S.refuse("nul-at-end", "a NUL behind the response", "saml.decode.nul", PLAIN.encode() + b"\0", cites=["w3c-xml", "saml-peers"])
S.refuse("nul-then-more", "a NUL and a second response behind the first", "saml.decode.nul", PLAIN.encode() + b"\0" + PLAIN.encode(),
         cites=["w3c-xml", "saml-peers"])
S.refuse("nul-inside", "a NUL inside a name", "saml.decode.nul", PLAIN.encode().replace(b">ada</saml:NameID>", b">a\0a</saml:NameID>"), **XML)
S.refuse("control", "a control character that XML has not", "saml.parse.well-formed", PLAIN.replace(">ada</saml:NameID>", ">a\x01a</saml:NameID>"), **XML)
S.refuse("noncharacter", "U+FFFE, which no XML document holds", "saml.parse.well-formed", PLAIN.replace(">ada</saml:NameID>", ">a\ufffea</saml:NameID>"), **XML)
S.refuse("version-1-1", "a declaration of XML 1.1", "saml.decode.declaration", '<?xml version="1.1" encoding="UTF-8"?>\n' + PLAIN, twin="declaration", **XML)
S.refuse("version-9-9", "a version that there is not", "saml.decode.declaration", '<?xml version="9.9"?>\n' + PLAIN, twin="declaration-bare", **XML)
S.refuse("declaration-malformed", "a declaration without its quotation marks", "saml.decode.declaration", "<?xml version=1.0?>\n" + PLAIN,
         twin="declaration-bare", **XML)
S.refuse("declaration-order", "encoding before version", "saml.decode.declaration", '<?xml encoding="UTF-8" version="1.0"?>\n' + PLAIN, twin="declaration", **XML)
S.refuse("declaration-twice", "two encodings", "saml.decode.declaration", '<?xml version="1.0" encoding="UTF-8" encoding="UTF-7"?>\n' + PLAIN,
         twin="declaration", **XML)
S.refuse("declaration-late", "white space before the declaration", "saml.parse.well-formed", '\n<?xml version="1.0"?>\n' + PLAIN, twin="declaration-bare", **XML)
S.refuse("declaration-no-version", "a declaration without a version", "saml.decode.declaration", '<?xml encoding="UTF-8"?>\n' + PLAIN, twin="declaration", **XML)
