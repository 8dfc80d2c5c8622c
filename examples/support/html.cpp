#include "support/html.hpp"

#include <spdlog/fmt/fmt.h>

#include <cstdint>

namespace origami::examples {
namespace {

// Nothing may be loaded, whatever slips into the page. Colours are those of svg.cpp.
const char* const kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>
:root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--muted:#59636e;--line:#d1d9e0;--band:#f6f8fa;--link:#0b62c4;--good:26 127 55;--bad:207 34 46}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--muted:#9da7b3;--line:#3d444d;--band:#161b22;--link:#79b8ff;--good:76 195 106;--bad:255 123 114}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,'Noto Sans',sans-serif}
header,nav,main{max-width:62rem;margin:0 auto;padding:0 1rem}
h1{margin:1.5rem 0 .25rem;font-size:1.75rem;line-height:1.2}
h2{margin:2.5rem 0 .75rem;padding-bottom:.25rem;border-bottom:1px solid var(--line);font-size:1.35rem;line-height:1.25}
h3{margin:1.25rem 0 .5rem;font-size:1rem}
.lead{margin:0 0 1rem;font-size:1.15rem}
.note{color:var(--muted)}
a{color:var(--link)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;margin:0;padding:0;list-style:none}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{padding-bottom:.4rem;color:var(--muted);text-align:left}
caption span{display:block;max-width:calc(100vw - 2rem)}
th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th{font-weight:600}
tbody th,.words th,.words td{text-align:left}
.words td{white-space:normal;overflow-wrap:anywhere}
.layers td:nth-child(-n+3),.layers th:nth-child(-n+3){text-align:left}
.confusion th,.confusion td{padding:.25rem .45rem}
tbody th,thead th:first-child{position:sticky;left:0;background:var(--paper)}
@media (max-width:40rem){.confusion{font-size:.8rem}.confusion th,.confusion td{padding:.25rem .2rem}.confusion thead th{white-space:normal}}
.right{background:rgb(var(--good)/.25);font-weight:600}
.wrong{background:rgb(var(--bad)/var(--heat))}
.none{color:var(--muted)}
@media print{.scroll{overflow:visible}table{font-size:.7rem}tbody th,thead th:first-child{position:static}.right,.wrong{print-color-adjust:exact}h2,h3,caption{break-after:avoid}figure,tr{break-inside:avoid}}
img{max-width:100%;height:auto;image-rendering:pixelated}
.chart{image-rendering:auto}
.charts,.tiles{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));gap:1rem;margin:1rem 0;padding:0;list-style:none}
.tiles{gap:4px}
.tiles img{outline:1px solid var(--line);outline-offset:-1px}
figure{margin:0}
figcaption{font-size:.875rem;line-height:1.35}
pre{padding:.75rem;border-radius:6px;background:var(--band);white-space:pre-wrap;overflow-wrap:anywhere}
main{padding-bottom:3rem}
</style>
)";

std::string row_html(const std::vector<TableCell>& cells) {
  constexpr const char *kHeading = "<th scope=\"row\"{}>{}</th>", *kValue = "<td{}>{}</td>";
  std::string html = "<tr>";
  for (const TableCell& cell : cells)
    html += fmt::format(fmt::runtime(&cell == &cells.front() ? kHeading : kValue), cell.attributes,
                        html_escaped(cell.text));
  return html + "</tr>\n";
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string html;
  for (const char c : text)
    html += c == '&'   ? "&amp;"
            : c == '<' ? "&lt;"
            : c == '>' ? "&gt;"
            : c == '"' ? "&quot;"
                       : std::string(1, c);
  return html;
}

std::string data_uri(std::string_view type, std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string uri = fmt::format("data:{};base64,", type);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {  // 3 bytes become 4 digits of 6 bits
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = bits << 8 | (i + j < bytes.size() ? static_cast<std::uint8_t>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      uri += i + j <= bytes.size() ? kDigits[bits >> (18 - 6 * j) & 63] : '=';
  }
  return uri;
}

std::string html_image(const std::string& source, std::size_t width, std::size_t height,
                       std::string_view alt, const std::string& attributes) {
  return fmt::format("<img{} src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\">\n", attributes,
                     source, width, height, html_escaped(alt));
}

std::string html_table(const std::string& kind, const std::string& caption,
                       const std::vector<std::string>& header,
                       const std::vector<std::vector<TableCell>>& rows) {
  std::string head, body;
  for (const std::string& title : header)
    head += fmt::format("<th scope=\"col\">{}</th>", html_escaped(title));
  for (const auto& row : rows) body += row_html(row);
  if (!head.empty()) head = "<thead><tr>" + head + "</tr></thead>\n";
  const std::string name = html_escaped(caption);  // a part that scrolls is reached by keyboard
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" aria-label=\"{}\" tabindex=\"0\">\n"
      "<table class=\"{}\">\n<caption><span>{}</span></caption>\n{}<tbody>\n{}</tbody>\n"
      "</table>\n</div>\n",
      name, kind, name, head, body);
}

std::string html_page(const std::string& title, const std::string& lead,
                      const std::vector<Section>& sections) {
  std::string contents, body;
  for (const Section& s : sections) {
    const std::string name = html_escaped(s.title);
    contents += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", s.id, name);
    body +=
        fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n{2}</section>\n",
                    s.id, name, s.html);
  }
  return fmt::format(
      "{0}<title>{1}</title>\n</head>\n<body>\n<header>\n<h1>{1}</h1>\n<p class=\"lead\">{2}</p>\n"
      "</header>\n<nav aria-label=\"Contents\">\n<ul role=\"list\">\n{3}</ul>\n</nav>\n"
      "<main>\n{4}</main>\n</body>\n</html>\n",
      kHead, html_escaped(title), html_escaped(lead), contents, body);
}

}  // namespace origami::examples
