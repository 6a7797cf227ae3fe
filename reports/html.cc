#include "reports/html.h"

#include <string_view>

#include "reports/viewer_page.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

constexpr std::string_view kSlot = "<!--DATA-->";

/// JSON that cannot end the element it stands in, nor open a comment. Outside of strings JSON has
/// none of these letters, and inside an escape means the same.
void append_inert(std::string& out, std::string_view json) {
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view here = json.substr(i, 3);
    if (json[i] == '<') {
      out += "\\u003c";
    } else if (json[i] == '>') {
      out += "\\u003e";
    } else if (json[i] == '&') {
      out += "\\u0026";
    } else if (here == "\xE2\x80\xA8" || here == "\xE2\x80\xA9") {  // line ends to JavaScript
      out += here.back() == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
}

/// The viewer with that JSON, several as an array.
std::string page_of(const std::vector<std::string>& parts) {
  const std::string_view page = viewer_page();
  const std::size_t slot = page.find(kSlot);
  ensure(slot != page.npos, "the viewer has no place for data");
  std::string out(page.substr(0, slot));
  if (parts.size() > 1) out += '[';
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += ",\n";
    append_inert(out, parts[i]);
  }
  if (parts.size() > 1) out += ']';
  out += page.substr(slot + kSlot.size());
  return out;
}

}  // namespace

std::string html_report(const std::vector<std::string>& results) {
  ensure(!results.empty(), "a page shows at least one result");
  return page_of(results);
}

std::string html_report(const ResultFile& file) {
  ensure(file.problem.empty(), "a page of a file that cannot be read");
  return file.comparison.empty() ? html_report(file.results) : page_of({file.comparison});
}

}  // namespace imstorm
