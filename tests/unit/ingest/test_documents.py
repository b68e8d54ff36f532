"""PDF and Word documents."""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Sequence

import pytest
from docx import Document

from ebbline.ingest import IngestOptions, ingest
from ebbline.ingest.fetch import Fetched

ENCRYPTED = zlib.decompress(
    base64.b85decode(
        "c-pO1O^6&t6jqOY5JB*29WpYDtX;od-MCq{f2Pg4*<{?=_`~*MdZuf4dztMXx_jK+n1~(}mxvcZ6d_2^L-3G`2X9`)lNTkq3laz-"
        "C<qZx@m0?x+d6?<Y^Zu&@4foo_p09OZgqojo;=5l)<+*)zJk`&C@-qhaUZ>)GF8NtN)ULUBp;0TR92yOK2lkkkBfntGYG;c@9!E5"
        "3x*jIL}9sREG`-<OSGCc%wAloFb4qhlp4OFs&o(|vy%<-B+a&w`AV9(S(zRy&cu5PX;8B_?pKE+SggZLCIT#g)d<BJp?oj_)e_m7"
        "4>DI(lEz+sfHq)_5yco07@NrK#)ZyFPW;x?B(D<H`Dn6aV(Aw7pr<MTF!f=W>*@d!S>B7cl{c0CR4$`Upao!g1&0UQ&GjPAYDld&"
        "(7gn@;M_=nHxkgM)jR>GbEP_yXH)O;9?=PaA6M}(-)>-t28KJXcJczX#}Q@xd_<|W1QU-K77-;_k2%07R9vNb7HF>RZo~*asiz1N"
        "0+PUH3KF&v7BLHSl)MfYmPUQG_Rx!Vgeh5qr92feDeeJ3JpPJ0+|P@oL~U3=%KtkLxVdCJP(UPv@G>G&YPkaOMZ|c$9|mmaz{w)d"
        "!lcRZ6X2#_<n9uH0%vSN91C_cD`Jd4e*!pIz>mHaQ7PcXs`g<PYOcOysM=jMfPRT}h>La3(IgGbK*FFjqFf_uqU&ijR8#La!A4eL"
        "5;_%4Z>}z*(FnTH4C7(htQ@P^gz2z?WX)a`XGvUu_gS>SNk{{3GwNBwWr7gTCV}q~EJNXYzRv?884j(`r_$rx4y4oRaKhaVlQP6E"
        "RC5>2bEs+PaPu5m@O;M$Jn6VL@dXY7E;^V>X<N1@1xQ~I+@T_LU5p*cxe#t>`;t1OL&88}0DKvdMhfy@-8-%u&s<5NE;bOWYksrY"
        "Hf3Y0J)1prsoV3Hmu(TKLET2-5bA2W0Ho6@+pczyV`-eSf>PZxzWVO7Z=d}1F>?L;)}L3e{rLWi@7#U&i@$F7p28o$_QQqi8-G0W"
        "<=(}Wlb3G(BEP<I<r~+%b~jO1Z+`gsZ@2IKdV@dlw|IQ+Xx|&XxBk*$`{&<}9{pr-=aK%M%TKeTOFzAR>lV<RMw${oDAbmLkz?Td"
        "53+<{0&SuDItxBPwIw^&Idn!x9A`$y9^l6<Jfm~089zdVoY7HY9qXzhPKT<fPaVG5#o?$zR{iximjh&MERX?_HgW8&ezFw{(x<|4"
        "L}EJ$CzxW+79Z}hX|x)@qwNR(j^^i4l0rrN=f?yzvaKA638l3>uMnTS_tFar4!yqkxTxw|ARH5;)#{uLjeh{fM)%<"
    )
)


def pdf(pages: Sequence[Sequence[tuple[int, str]]], **info: str) -> bytes:
    """A PDF of lines at heights, written out by hand: the smallest there is."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    objects.append("<< " + " ".join(f"/{key} ({value})" for key, value in info.items()) + " >>")
    kids = []
    for rows in pages:
        shown = "".join(f"BT /F1 12 Tf 40 {height} Td ({text}) Tj ET\n" for height, text in rows)
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 600] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return (out + f"xref\n0 {size}\n0000000000 65535 f \n" + table + end).encode("latin-1")


def page(number: int, *lines: str) -> list[tuple[int, str]]:
    rows = [(560, "River Monitor - weekly bulletin")]
    rows += [(500 - 16 * index, line) for index, line in enumerate(lines) if line]
    return [*rows, (20, f"Page {number} of 3")]


BULLETIN = pdf(
    [
        page(
            1,
            "DERWAN, 14 June 2015 - Fighters left the village",
            "after the bridge was shelled.",
            "",
            "Residents fled to the hills.",
        ),
        page(2, "On Monday the army took the northern gate and", "the mill beside the road to Derwan."),
        page(3, "Nobody was hurt, the council said in its note to", "the monitors on Tuesday."),
    ],
    Title="Weekly bulletin 12",
    CreationDate="D:20160101000000",
)


def test_a_pdf_is_read_page_by_page(read_one):
    report = read_one("a.pdf", BULLETIN).report
    assert [page.number for page in report.pages] == [1, 2, 3]
    first, second, third = (page.span.of(report.text) for page in report.pages)
    assert "left the village after the bridge was shelled.\n\nResidents fled" in first
    assert "took the northern gate and the mill beside" in second
    assert third.startswith("River Monitor")
    assert report.title == "Weekly bulletin 12"
    assert report.unread is None


def test_running_heads_and_page_numbers_are_furniture(read_one):
    report = read_one("a.pdf", BULLETIN).report
    assert [span.of(report.text) for span in report.furniture] == [
        "River Monitor - weekly bulletin",
        "Page 1 of 3",
        "River Monitor - weekly bulletin",
        "Page 2 of 3",
        "River Monitor - weekly bulletin",
        "Page 3 of 3",
    ]


def test_only_its_words_date_a_document(read_one):
    report = read_one("a.pdf", BULLETIN).report
    assert (report.published.how, report.published.words) == ("text", "14 June 2015")
    undated = read_one("b.pdf", pdf([[(500, "Fighters left the village on Monday.")]], CreationDate="D:20160101000000"))
    assert undated.report.published is None
    assert read_one("c.docx", word("Fighters left the village on Monday.")).report.published is None


PRINTED = pdf(
    [
        [
            (580, "7/9/2017 Mill at Derwan shelled - River News"),
            (500, "Home"), (484, "News"), (468, "Politics"), (452, "Our valley"),
            (400, "Mill at Derwan shelled"),
            (384, "Derwan, 3 March 2016 - Shells hit the mill, the council said."),
            (20, "https://river.example/mill 1/2"),
        ],
        [
            (580, "7/9/2017 Mill at Derwan shelled - River News"),
            (500, "Killed: 4 men."),
            (400, "Related stories"), (384, "Rebels storm the dam at Tal Zira"), (368, "Jets kill nine in Kafr Lata"),
            (20, "https://river.example/mill 2/2"),
        ],
    ]
)  # fmt: skip


def test_a_printed_page_keeps_its_article_alone(read_one):
    report = read_one("a.pdf", PRINTED).report
    body, start = [], 0
    for span in report.furniture:
        body.append(report.text[start : span.start])
        start = span.end
    body.append(report.text[start:])
    assert " ".join("".join(body).split()) == (
        "Mill at Derwan shelled Derwan, 3 March 2016 - Shells hit the mill, the council said. Killed: 4 men."
    )
    assert report.published.words == "3 March 2016"


def test_the_day_a_page_was_printed_is_not_its_publication(read_one):
    lines = [
        (580, "7/19/2017 Mill at Derwan shelled"),
        (500, "Shells hit the mill on Friday."),
        (20, "www.river.example/mill 1/1"),
    ]
    assert read_one("a.pdf", pdf([lines])).report.published is None


def test_lines_that_differ_in_a_figure_are_no_running_head(read_one):
    pages = [[(580, f"Killed in Derwan: {dead}"), (300, f"Words of day {dead}.")] for dead in (14, 5, 16, 27)]
    assert read_one("a.pdf", pdf(pages)).report.furniture == ()


def test_a_scan_is_kept_and_said_unread(read_one):
    found = read_one("scan.pdf", pdf([[], [(20, "- 2 -")]]))
    assert found.report.unread == "a scan: no text layer"
    assert "OCR" in found.notes[0]
    assert found.capture.data.startswith(b"%PDF")


def test_an_encrypted_pdf(error_of):
    assert error_of("a.pdf", ENCRYPTED) == "a.pdf: an encrypted PDF; save a copy without its password and read that"


@pytest.mark.parametrize("data", [BULLETIN[:300], b"%PDF-1.4", b"no pdf at all"])
def test_a_damaged_pdf(error_of, data):
    assert "a damaged PDF" in error_of("a.pdf", data)


def word(*paragraphs: str, title: str = "") -> bytes:
    document = Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_document_with_its_title_and_table(read_one):
    document = Document()
    document.core_properties.title = "Note 4"
    document.add_heading("The week", 1)
    document.add_paragraph("Derwan, 14 June 2015 – Fighters left the village.")
    table = document.add_table(2, 3)
    for cell, words in zip(table._cells, ("Killed", "four", "four", "wide", "", "end"), strict=True):
        cell.text = words
    table.cell(1, 0).merge(table.cell(1, 1))
    document.add_paragraph("The council said so.")
    out = io.BytesIO()
    document.save(out)
    report = read_one("a.docx", out.getvalue()).report
    first = "The week\n\nDerwan, 14 June 2015 – Fighters left the village."
    assert report.text == first + "\n\nKilled four four\n\nwide end\n\nThe council said so."
    assert report.title == "Note 4"
    assert report.published.words == "14 June 2015"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "an encrypted or old (.doc) Word document"),
        (word("Words.")[:2000], "not a Word document, or a damaged one"),
        (b"PK\x03\x04 not much", "not a Word document, or a damaged one"),
        (word(), "a Word document without text"),
    ],
    ids=["old", "cut", "damaged", "empty"],
)
def test_word_documents_that_cannot_be_read(error_of, data, what):
    assert what in error_of("a.docx", data)


def test_a_document_without_a_name_is_known_by_its_first_bytes(read_one):
    assert read_one("noname", BULLETIN).report.pages


def test_a_fetched_document_is_read_by_its_declared_type(clock):
    class Fetches:
        def fetch(self, url):
            return Fetched(url, url, "application/pdf", BULLETIN, clock())

    (found,) = ingest(["https://a.example/f?id=3"], IngestOptions(), clock=clock, fetcher=Fetches())
    assert found.report.pages
    assert found.report.name == "https://a.example/f?id=3"


def test_the_charset_a_server_declares_is_used(clock):
    words = "Местные жители сообщили, что отряды вошли в посёлок."

    class Fetches:
        def fetch(self, url):
            return Fetched(url, url, "text/html", f"<p>{words}</p>".encode("koi8-r"), clock(), "koi8-r")

    (found,) = ingest(["https://a.example/x"], IngestOptions(), clock=clock, fetcher=Fetches())
    assert found.report.text == words


def test_a_report_laid_out_in_a_table_keeps_its_paragraphs(read_one):
    document = Document()
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = "Derwan, 14 June 2015 – Fighters left the village."
    cell.add_paragraph("The council said so.")
    out = io.BytesIO()
    document.save(out)
    assert read_one("a.docx", out.getvalue()).report.text == (
        "Derwan, 14 June 2015 – Fighters left the village.\n\nThe council said so."
    )
