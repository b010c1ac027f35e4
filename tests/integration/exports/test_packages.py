"""Common Cartridge and SCORM 1.2 before their schemas, and what no schema asks."""

import re

import pytest
from export_fixture import COURSES, unpack
from lxml import etree, isoschematron

MANIFEST = "imsmanifest.xml"
EVERY = ("own", *COURSES, "hostile")


def _names(element):
    return etree.QName(element).localname


class _Local(etree.Resolver):
    """Schemas name each other by addresses on the web: take the copies beside them."""

    def __init__(self, folder):
        self.folder = folder

    def resolve(self, url, public_id, context):
        return self.resolve_filename(str(self.folder / url.rpartition("/")[2]), context)


@pytest.fixture(scope="module")
def schema(shared):
    found = {}

    def load(folder, name):
        if name not in found:
            place = shared / "data" / "xsd" / folder
            reader = etree.XMLParser(no_network=True)
            reader.resolvers.add(_Local(place))
            found[name] = etree.XMLSchema(etree.parse(str(place / name), reader))
        return found[name]

    return load


SCH = "http://purl.oclc.org/dsdl/schematron"


@pytest.fixture(scope="module")
def rules(shared):
    """The Schematron rules that the schema of the manifest holds, and that no schema validator asks."""
    source = etree.parse(str(shared / "data" / "xsd" / "cc13" / CC13[MANIFEST]))
    known = {e.get("prefix"): e for e in source.iter(f"{{{SCH}}}ns")}
    schema = etree.Element(f"{{{SCH}}}schema", nsmap={"sch": SCH})
    schema.extend([*known.values(), *source.iter(f"{{{SCH}}}pattern")])
    reports = isoschematron.Schematron.ASSERTS_AND_REPORTS
    return isoschematron.Schematron(schema, validate_schema=False, error_finder=reports)


CC13 = {
    MANIFEST: "ccv1p3_imscp_v1p2_v1p0.xsd",
    "link": "ccv1p3_imswl_v1p3.xsd",
    "question": "ccv1p3_imsdt_v1p3.xsd",
}


def as_13(data):
    """Read a file of 1.1 as if it were 1.3, whose schemas we have."""
    text = re.sub(rb"(imswl|imsdt)_v1p1", rb"\1_v1p3", data.replace(b"ccv1p1", b"ccv1p3"))
    return etree.fromstring(text.replace(b"_xmlv1p1", b"_xmlv1p3").replace(b">1.1.0<", b">1.3.0<"))


def faults(schema, files):
    """Check every XML file of a cartridge."""
    found = []
    for name, data in files.items():
        kind = next((xsd for part, xsd in CC13.items() if part in name), None)
        if name.endswith(".xml"):
            xsd = schema("cc13", kind)
            if not xsd.validate(as_13(data)):
                found += [f"{name}: {error.message}" for error in xsd.error_log]
    return found


def against(rules, manifest):
    """List the rules of the standard that a manifest breaks, by their numbers."""
    rules.validate(as_13(manifest))
    return sorted(
        {number for error in rules.error_log for number in re.findall(r"RULE (\w+)", error.message)}
    )


def loose_ends(files):
    """List what points at nothing: references to resources, resources to files, files that nobody names."""
    root = etree.fromstring(files[MANIFEST])
    resources = {e.get("identifier"): e for e in root.iter() if _names(e) == "resource"}
    refs = [e.get("identifierref") for e in root.iter() if e.get("identifierref")]
    named = {e.get("href") for e in root.iter() if _names(e) == "file"}
    ids = [e.get("identifier") for e in root.iter() if e.get("identifier")]
    return [
        *(ref for ref in refs if ref not in resources),
        *(set(resources) - set(refs)),
        *(named ^ (set(files) - {MANIFEST})),
        *(i for i in ids if ids.count(i) > 1),
    ]


@pytest.mark.parametrize("form", ["cc13", "cc11"])
@pytest.mark.parametrize("name", EVERY)
def test_cartridges_are_valid(made, schema, rules, name, form):
    files = unpack(made(name, form))
    assert faults(schema, files) == []
    assert against(rules, files[MANIFEST]) == []


@pytest.mark.parametrize("form", ["cc13", "cc11", "scorm12"])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_in_a_package_leads_nowhere(made, name, form):
    files = unpack(made(name, form))
    assert loose_ends(files) == []
    assert "canvas_export.txt" not in files


@pytest.mark.parametrize("form", ["cc13", "cc11"])
@pytest.mark.parametrize("name", EVERY)
def test_a_module_a_week_holds_its_links_and_its_topics(books, made, name, form):
    root = etree.fromstring(unpack(made(name, form))[MANIFEST])
    types = {e.get("identifier"): e.get("type") for e in root.iter() if _names(e) == "resource"}
    modules = [e for e in root.iter() if (e.get("identifier") or "").startswith("module-")]
    chapters = books[name].chapters
    assert len(modules) == len(chapters)
    for module, chapter in zip(modules, chapters, strict=True):
        items = [e for e in module if _names(e) == "item"]
        kinds = [types.get(e.get("identifierref"), "words").partition("_xml")[0] for e in items]
        assert kinds.count("imswl") + kinds.count("words") == len(chapter.module.content)
        assert kinds.count("imsdt") == len(chapter.questions)
        assert kinds.count("webcontent") == 2


@pytest.mark.parametrize("name", EVERY)
def test_moodle_finds_what_it_looks_for_in_the_first_500_bytes(made, name):
    manifest = unpack(made(name, "cc11"))[MANIFEST]
    want = rb'<manifest identifier="[^"]+" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"'
    assert re.search(want, manifest[:500])
    assert b"<schemaversion>1.1.0</schemaversion>" in manifest
    assert b"v1p3" not in manifest


@pytest.mark.parametrize("name", EVERY)
def test_scorm_packages_are_valid(books, made, schema, name):
    files = unpack(made(name, "scorm12"))
    xsd = schema("scorm12", "wrapper.xsd")
    assert xsd.validate(etree.fromstring(files[MANIFEST])), xsd.error_log
    assert files["index.html"].count(b'<article class="week"') == len(books[name].chapters)


@pytest.mark.parametrize("form", ["cc13", "cc11"])
def test_every_page_stands_in_a_folder_below_one_root(made, form):
    """Canvas collects others in a "Misc Module"; Moodle makes a section of each folder, the first for all."""
    root = etree.fromstring(unpack(made("own", form))[MANIFEST])
    (top,) = (e for e in root.iter() if _names(e) == "organization")
    (course,) = top
    folders = [e for e in course if _names(e) == "item"]
    assert [e.get("identifierref") for e in folders] == [None] * 5
    assert len([e for e in folders[0] if e.get("identifierref")]) == 1


def test_loose_ends_are_found(made):
    for form in ("cc13", "cc11", "scorm12"):
        files = unpack(made("own", form))
        assert loose_ends(files | {MANIFEST: files[MANIFEST].replace(b'<file href="', b'<file href="x')})
        assert loose_ends(files | {"forgotten.html": b""})


def test_what_is_broken_on_purpose_is_found(made, schema, rules):
    files = unpack(made("own", "cc13"))
    good = files[MANIFEST]
    files[MANIFEST] = good.replace(b'structure="rooted-hierarchy"', b'structure="flat"')
    assert faults(schema, files)
    files[MANIFEST] = good.replace(b'identifierref="w01-r1"', b'identifierref="w01-r9"')
    assert not faults(schema, files), "a schema does not notice"
    assert against(rules, good.replace(b'type="imswl_xmlv1p3"', b'type="imswl_xmlv1p3" href="x"')) == [
        "10b",
        "2c",
    ]
    assert loose_ends(files)
    files = unpack(made("own", "cc11"))
    link = next(name for name in files if "link" in name)
    assert faults(schema, files | {link: files[link].replace(b"<url href", b"<url to")})
    files = unpack(made("own", "scorm12"))
    broken = files[MANIFEST].replace(b'adlcp:scormtype="sco"', b'adlcp:scormtype="page"')
    assert not schema("scorm12", "wrapper.xsd").validate(etree.fromstring(broken))
