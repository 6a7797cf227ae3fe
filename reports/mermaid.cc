#include "reports/mermaid.h"

#include <fmt/format.h>

#include "reports/excerpt.h"
#include "reports/figures.h"
#include "reports/inert.h"

namespace imstorm {
namespace {

/// Text that Mermaid shows as it is: what means something to it becomes one of its entities.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : inert(text)) {
    switch (c) {
      case ';':
      case '#':
      case ':':
      case '<':
      case '>':
      case '&':
      case '"':
      case '%':
      case '{':
      case '}':
      case '\\':
        out += fmt::format("#{};", static_cast<int>(c));
        break;
      default:
        out += c;
    }
  }
  // A lone "end" closes a block.
  return out == "end" ? "e#110;d" : out;
}

std::string arrow(const Recording& recording, std::int64_t index) {
  const Recording::Packet& packet = recording.packets[static_cast<std::size_t>(index)];
  const std::string detail = packet.detail.empty() ? "" : fmt::format(", {}", packet.detail);
  const std::string fate = packet.is_lost() ? fmt::format(" ({})", packet.fate)
                           : packet.copy    ? std::string(" (copy)")
                                            : std::string();
  return fmt::format("  p{}{}p{}: {}\n", packet.from, packet.is_lost() ? "--x" : "->>", packet.to,
                     plain(packet.title() + detail + fate));
}

std::string note(const Recording& recording, std::int64_t index) {
  const Recording::Step& step = recording.steps[static_cast<std::size_t>(index)];
  const std::string& lane = recording.lanes[static_cast<std::size_t>(step.lane)].name;
  const bool broken = index == recording.violation;
  return fmt::format("  Note over p{}: {}{} {}\n", step.lane, broken ? "violation, " : "",
                     plain(clock_of(step.at)), plain(sentence_of(step, lane)));
}

}  // namespace

std::string mermaid_report(const Recording& recording) {
  const Excerpt excerpt = excerpt_of(recording);
  std::string out = "sequenceDiagram\n";
  for (const std::int64_t lane : excerpt.lanes) {
    out += fmt::format("  participant p{} as {}\n", lane,
                       plain(recording.lanes[static_cast<std::size_t>(lane)].name));
  }
  for (const Excerpt::Item& item : excerpt.items) {
    out += item.packet >= 0 ? arrow(recording, item.packet) : note(recording, item.step);
  }
  return out;
}

}  // namespace imstorm
