#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/fields.h"
#include "model/scenario/reading.h"

namespace imstorm {
namespace {

constexpr std::uint32_t kEventsMax = 0xffffffff;
constexpr std::size_t kDigestDigits = 16;

std::optional<std::uint64_t> read_digest(std::string_view text) {
  if (text.size() != kDigestDigits) return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && !(c >= 'a' && c <= 'f')) return {};
    value = value << 4 | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

/// What marks are written with: see model/world/marks.h.
bool is_mark(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

void read_marks(const Value& marks, Replay& replay, Diagnostics& problems) {
  if (!marks.is_array()) {
    problems.error(marks.place, "marks must be a list of texts, found " + describe_kind(marks));
    return;
  }
  for (const Value& item : marks.items) {
    if (!item.is_text()) {
      problems.error(item.place, "a line of marks is a text, found " + describe_kind(item));
    } else if (std::all_of(item.text.begin(), item.text.end(), is_mark)) {
      replay.marks += item.text;
    } else {
      problems.error(item.place,
                     fmt::format("a mark is a letter, a digit, - or _, found '{}'", item.text));
    }
  }
}

}  // namespace

void read_replay(const Value& value, Reading& reading) {
  if (!value.is_table()) {
    reading.diagnostics.error(value.place, "replay must be a table, found " + describe_kind(value));
    return;
  }
  Replay& replay = reading.scenario.replay;
  Fields fields(value, "[replay]", reading.diagnostics);
  if (const Value* origin = fields.text("origin", false)) replay.origin = origin->text;
  if (const Value* signature = fields.text("signature", false)) replay.signature = signature->text;
  if (const Value* digest = fields.text("digest", true)) {
    if (const auto read = read_digest(digest->text)) {
      replay.digest = *read;
    } else {
      reading.diagnostics.error(digest->place,
                                fmt::format("a digest has {} digits of 0 to 9 and a to f, found "
                                            "'{}'",
                                            kDigestDigits, digest->text));
    }
  }
  // Without it a digest would be compared with nothing.
  if (fields.need("events") != nullptr) replay.events = fields.count("events", 0, 1, kEventsMax);
  replay.stride = fields.count("stride", 1, 1, kEventsMax);
  if (const Value* marks = fields.find("marks")) read_marks(*marks, replay, reading.diagnostics);
  fields.finish();
}

}  // namespace imstorm
