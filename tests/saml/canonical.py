"""Canonical XML, inclusive and exclusive, written from the recommendations and not from a library, for the minter.

The exclusive form is compared with libxml2's whenever it is made, so that a signature of the corpus rests on both.
"""
from lxml import etree

EXC = "http://www.w3.org/2001/10/xml-exc-c14n#"
INC = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
KNOWN = {EXC, EXC + "WithComments", INC, INC + "#WithComments"}
XML = "http://www.w3.org/XML/1998/namespace"


def escape_text(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")


def escape_value(text):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


def attribute_name(element, name):
    if not name.startswith("{"):
        return name
    uri, local = name[1:].split("}")
    if uri == XML:
        return "xml:" + local
    return next(prefix for prefix, each in sorted((p, u) for p, u in element.nsmap.items() if p) if each == uri) + ":" + local


def wanted_prefixes(element, exclusive, prefixes):
    """The prefixes whose declarations an element may show; None is the default one."""
    if not exclusive:
        return set(element.nsmap) | {None}
    used = {element.prefix} | {attribute_name(element, name).split(":")[0] for name in element.attrib if name.startswith("{")}
    return (used - {"xml"}) | {None if each == "#default" else each for each in prefixes}


def write(element, exclusive, comments, prefixes, shown, out, is_apex):
    shown = dict(shown)
    declarations = []
    for prefix in sorted(wanted_prefixes(element, exclusive, prefixes), key=lambda each: each or ""):
        uri = element.nsmap.get(prefix, "" if prefix is None else None)
        if uri is not None and shown.get(prefix, "") != uri:
            shown[prefix] = uri
            declarations.append(f' xmlns{":" + prefix if prefix else ""}="{escape_value(uri)}"')
    attributes = dict(element.attrib)
    if is_apex and not exclusive:
        for ancestor in element.iterancestors():
            for name, value in ancestor.attrib.items():
                if name.startswith("{" + XML + "}"):
                    attributes.setdefault(name, value)
    ordered = sorted(attributes, key=lambda name: tuple(name[1:].split("}")) if name[0] == "{" else ("", name))
    tag = (element.prefix + ":" if element.prefix else "") + etree.QName(element).localname
    out.append("<" + tag + "".join(declarations))
    out += [f' {attribute_name(element, name)}="{escape_value(attributes[name])}"' for name in ordered]
    out.append(">" + escape_text(element.text or ""))
    for child in element:
        if isinstance(child.tag, str):
            write(child, exclusive, comments, prefixes, shown, out, False)
        elif child.tag is etree.Comment and comments:
            out.append(f"<!--{child.text}-->")
        elif child.tag is etree.ProcessingInstruction:
            out.append(f"<?{child.target} {child.text}?>" if child.text else f"<?{child.target}?>")
        out.append(escape_text(child.tail or ""))
    out.append(f"</{tag}>")


def octets(element, algorithm, prefixes=()):
    exclusive, comments = algorithm.startswith(EXC), algorithm.endswith("WithComments")
    out = []
    write(element, exclusive, comments, prefixes, {}, out, True)
    made = "".join(out).encode()
    if exclusive:
        try:
            theirs = etree.tostring(element, method="c14n", exclusive=True, with_comments=comments,
                                    inclusive_ns_prefixes=list(prefixes) or None)
        except etree.C14NError:  # a relative namespace URI, which libxml2 does not canonicalise
            return made
        if theirs != made:
            raise ValueError(f"two canonical forms:\n{made!r}\n{theirs!r}")
    return made
