/**
 * Version of everything that shapes a printed page: this source, the words, the fonts, typst. A
 * change of any of them is a new number, so that earlier prints are never held against it.
 */
export const reportLayoutVersion = 1;

/** Family names of the page's own font, as its files carry them. */
export const reportFont = 'Noto Sans SC';

/**
 * The page in typst. All text comes as data (`sys.inputs`), never as source: nobody's name can be
 * markup. Only the fonts named are used, so that a machine's own fonts change no byte.
 */
export const reportLayout = String.raw`
#let d = json(bytes(sys.inputs.data))
#let ink = rgb("#1d2733")
#let quiet = rgb("#5b6673")
#let line-ink = rgb("#c3cad2")
#let alarm = rgb("#b3261e")
#let fine = rgb("#1b6b3a")
#let unsure = rgb("#8a5a00")
#let tone = ("high-risk": alarm, "low-risk": fine, "no-call": unsure)
// Long words without a place to break get some.
#let flow(words) = words.replace(regex("\S{18}"), found => found.text + "\u{200b}")

#set document(title: d.title + " " + d.number)
#set text(font: d.fonts, fallback: false, lang: d.lang, region: d.region, size: 9pt, fill: ink)
#set par(leading: 0.55em, spacing: 0.65em)
#set page(
  paper: "a4",
  margin: (x: 16mm, top: 14mm, bottom: 17mm),
  background: if d.watermark != none {
    rotate(-38deg, text(size: 84pt, weight: 700, fill: rgb("#f3dcdb"), d.watermark))
  },
  footer: context {
    set text(size: 7pt, fill: quiet)
    line(length: 100%, stroke: 0.4pt + line-ink)
    v(-0.4em)
    grid(columns: (1fr, auto), d.footer, counter(page).display("1 / 1", both: true))
  },
)

#let band(words, colour) = block(
  width: 100%, inset: (x: 6pt, y: 4pt), stroke: 0.8pt + colour, radius: 2pt,
  align(center, text(fill: colour, weight: 700, flow(words))),
)
#let heading-line(words) = block(above: 1.2em, below: 0.7em,
  text(size: 10pt, weight: 700, fill: rgb("#1f4e79"), words))
#let facts(rows) = grid(
  columns: (auto, 1fr, auto, 1fr), column-gutter: 7pt, row-gutter: 5pt,
  ..rows.map(row => (text(fill: quiet, row.at(0)), flow(row.at(1)))).flatten(),
)

#align(center)[
  #text(size: 13pt, weight: 700, flow(d.laboratory)) \
  #text(size: 8pt, fill: quiet, flow(d.licence)) \
  #v(0.2em)
  #text(size: 12pt, weight: 700, d.title)
]
#for words in d.bands { band(words, alarm) }
#line(length: 100%, stroke: 0.6pt + line-ink)
#facts(d.facts)

#heading-line(d.resultTitle)
#table(
  columns: (1.5fr, 0.8fr, 1fr, 1.1fr, 1.1fr), inset: 4pt, stroke: 0.5pt + line-ink,
  fill: (x, y) => if y == 0 { rgb("#eef2f6") },
  align: (x, y) => if x == 0 { left + horizon } else { center + horizon },
  ..d.resultHead.map(words => text(weight: 700, words)),
  ..d.results.map(row => (
    row.name, row.z, row.range,
    text(weight: 700, fill: tone.at(row.verdict), row.words), row.risk,
  )).flatten(),
)
#for words in d.reasons { text(size: 8pt, fill: quiet, words); linebreak() }
#text(fill: quiet, d.fetalFraction.at(0)) #h(4pt) #d.fetalFraction.at(1)

// The measured values on one axis with the reference range, and the fetal fraction on its own.
#let plot-width = 108mm
#let axis(width, from, to, body) = box(width: width, height: 12pt, {
  body(value => width * (calc.min(calc.max(value, from), to) - from) / (to - from))
})
#let rule = place(dy: 6pt, line(length: plot-width, stroke: 0.6pt + quiet))
#let dot(x, colour) = place(dx: x - 2.6pt, dy: 3.4pt, circle(radius: 2.6pt, fill: colour))
#let mark(x, words) = place(dx: x - 12pt, box(width: 24pt, align(center,
  text(size: 6.5pt, fill: quiet, words))))
#block(breakable: false, above: 0.7em, grid(
  columns: (30mm, plot-width), row-gutter: 2pt, align: horizon,
  ..d.figure.points.map(point => (
    text(size: 8pt, point.name),
    axis(plot-width, d.figure.from, d.figure.to, at => {
      place(dx: at(-3), dy: 2pt, rect(width: at(3) - at(-3), height: 8pt, fill: rgb("#e3efe7")))
      rule
      if point.value != none { dot(at(point.value), tone.at(point.verdict)) }
    }),
  )).flatten(),
  text(size: 7pt, fill: quiet, "z"),
  axis(plot-width, d.figure.from, d.figure.to, at => {
    for value in d.figure.ticks { mark(at(value.at(0)), value.at(1)) }
  }),
  text(size: 8pt, d.fetalFraction.at(0)),
  axis(plot-width, 0, 30, at => {
    rule
    if d.figure.fetalFraction != none {
      place(dy: 4pt, rect(width: at(d.figure.fetalFraction), height: 4pt, fill: rgb("#4a78a8")))
    }
  }),
  [],
  axis(plot-width, 0, 30, at => { for value in (0, 10, 20, 30) {
    mark(at(value), str(value) + " %") } }),
))
#text(size: 7pt, fill: quiet, d.figure.caption)

#for section in d.sections {
  heading-line(section.title)
  for words in section.words { par(if section.strong { text(weight: 700, words) } else { words }) }
  if section.items.len() > 0 { list(..section.items) }
}
#block(breakable: false, above: 0.9em)[
  #heading-line(d.methodTitle)
  #set text(size: 8pt)
  #facts(d.method)
]
#block(breakable: false, above: 1em)[
  #line(length: 100%, stroke: 0.6pt + line-ink)
  #grid(
    columns: (1fr,) * d.signatures.len(), column-gutter: 8pt,
    ..d.signatures.map(signed => [
      #text(fill: quiet, signed.role) \
      #text(weight: 700, flow(signed.name)) \
      #text(size: 7.5pt, fill: quiet, signed.at)
    ]),
  )
  #set text(size: 6.5pt, fill: quiet)
  #for words in d.seal { flow(words); linebreak() }
]
`;
