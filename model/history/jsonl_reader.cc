#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <charconv>
#include <istream>
#include <limits>
#include <optional>

#include "model/history/interner.h"
#include "model/history/jsonl.h"
#include "model/history/wire.h"

namespace imstorm {

namespace {

using Json = simdjson::dom::element;

constexpr std::uint64_t kSeqMax = std::uint64_t{1} << 63;

std::string shown(const Json& value) {
  constexpr std::size_t kShownMax = 40;
  std::string text = simdjson::minify(value);
  if (text.size() > kShownMax) text = text.substr(0, kShownMax) + "...";
  return text;
}

/// Where the value of a field begins, in bytes from 1; 0 if it is not found.
std::size_t column_of(std::string_view line, std::string_view field) {
  constexpr std::string_view kSpace = " \t";
  const std::string key = fmt::format("\"{}\"", field);
  for (auto at = line.find(key); at != line.npos; at = line.find(key, at + 1)) {
    const auto colon = line.find_first_not_of(kSpace, at + key.size());
    if (colon == line.npos || line[colon] != ':') continue;
    const auto value = line.find_first_not_of(kSpace, colon + 1);
    return value == line.npos ? 0 : value + 1;
  }
  return 0;
}

/// Turns one line into an event; says everything that is wrong with it.
class LineReader {
 public:
  LineReader(Interner& interner, std::size_t number, std::string_view text,
             std::vector<HistoryProblem>& problems)
      : interner_(interner), number_(number), text_(text), problems_(problems) {}

  bool read(const Json& json, Event& event) {
    const std::size_t before = problems_.size();
    simdjson::dom::object object;
    if (json.get(object) != simdjson::SUCCESS) {
      wrong(0, "a line must be a JSON object");
      return false;
    }
    if (!read_kind(object)) return false;
    sort(object);
    event.kind = kind_;
    require(on_wire(kind_));
    read_numbers(event);
    read_names(event);
    return problems_.size() == before;
  }

 private:
  void wrong(std::size_t column, std::string what) {
    problems_.push_back(HistoryProblem{number_, column, std::move(what), std::string(text_)});
  }
  void wrong(Field field, std::string_view must) {
    const auto name = name_of(field, kind_);
    wrong(column_of(text_, name),
          fmt::format("{} must be {}, found {}", name, must, shown(*at(field))));
  }
  const std::optional<Json>& at(Field field) const {
    return fields_[static_cast<std::size_t>(field)];
  }

  bool read_kind(const simdjson::dom::object& object) {
    std::string_view name;
    Json value;
    if (object.at_key("kind").get(value) != simdjson::SUCCESS) {
      wrong(0, "kind is missing");
      return false;
    }
    if (value.get(name) == simdjson::SUCCESS) {
      if (const auto kind = kind_named(name)) {
        kind_ = *kind;
        return true;
      }
    }
    const auto near = kind_nearest(name);
    wrong(column_of(text_, "kind"),
          fmt::format("there is no kind {}{}", shown(value),
                      near ? fmt::format("; did you mean \"{}\"?", on_wire(*near).name) : ""));
    return false;
  }

  /// Files the known fields.
  void sort(const simdjson::dom::object& object) {
    for (const auto& [key, value] : object) {
      for (std::size_t i = 0; i < kFieldCount; ++i) {
        if (key != name_of(static_cast<Field>(i), kind_)) continue;
        if (fields_[i]) wrong(column_of(text_, key), fmt::format("{} is given twice", key));
        fields_[i] = value;
      }
    }
  }

  void require(const KindOnWire& kind) {
    std::string missing;
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      if (fields_[i] || (field != Field::At && !kind.required.has(field))) continue;
      missing += fmt::format("{}{}", missing.empty() ? "" : ", ", name_of(field, kind_));
    }
    using Either = KindOnWire::Either;
    const char* const comma = missing.empty() ? "" : ", ";
    if (kind.either == Either::DeviceOrProcess && !at(Field::Device) && !at(Field::Process)) {
      missing += fmt::format("{}device or process", comma);
    }
    if (kind.either == Either::ConvOrPeer && !at(Field::Conv) && !at(Field::Peer)) {
      missing += fmt::format("{}conv or to", comma);
    }
    if (!missing.empty()) wrong(0, fmt::format("a line of kind {} needs {}", kind.name, missing));
  }

  std::uint64_t integer(Field field, std::uint64_t max, std::uint64_t absent) {
    if (!at(field)) return absent;
    std::uint64_t value = 0;
    if (at(field)->get(value) == simdjson::SUCCESS && value <= max) return value;
    wrong(field, fmt::format("an integer from 0 to {}", max));
    return absent;
  }

  Instant time(Field field) {
    std::int64_t ns = 0;
    if (at(field) && at(field)->get(ns) != simdjson::SUCCESS)
      wrong(field, "an integer of nanoseconds");
    return Instant{ns};
  }

  Msgid msgid() {
    std::string_view text;
    Msgid id;
    if (!at(Field::Msgid)) return id;
    if (at(Field::Msgid)->get(id.value) == simdjson::SUCCESS) return id;
    if (at(Field::Msgid)->get(text) == simdjson::SUCCESS && text.substr(0, 2) == "0x") {
      const char* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + 2, end, id.value, 16);
      if (error == std::errc{} && stop == end) return id;
    }
    wrong(Field::Msgid, "a text like \"0x1f\" of at most 64 bits");
    return Msgid{};
  }

  Residue residue() {
    std::string_view text;
    if (!at(Field::What)) return Residue::None;
    if (at(Field::What)->get(text) == simdjson::SUCCESS) {
      for (std::size_t i = 0; i < std::size(kResidueNames); ++i) {
        if (kResidueNames[i] == text) return static_cast<Residue>(i);
      }
    }
    wrong(Field::What,
          "\"outbox\", \"pull\", \"unconsumed\", \"offline\", \"notify\", \"permit\", \"queue\" or "
          "\"retained\"");
    return Residue::None;
  }

  std::uint64_t value() {
    std::string_view text;
    bool truth = false;
    if (!at(Field::Value)) return 0;
    const bool boolean = kind_ == EventKind::Probed || kind_ == EventKind::Settled;
    if (boolean && at(Field::Value)->get(truth) == simdjson::SUCCESS) return truth ? 1 : 0;
    if (kind_ == EventKind::Phase && at(Field::Value)->get(text) == simdjson::SUCCESS) {
      for (std::size_t i = 0; i < std::size(kPhaseNames); ++i) {
        if (kPhaseNames[i] == text) return i;
      }
      wrong(Field::Value, "\"storm\", \"heal\", \"settle\" or \"judge\"");
      return 0;
    }
    std::uint64_t number = 0;
    if (boolean && at(Field::Value)->get(number) != simdjson::SUCCESS) {
      wrong(Field::Value, "true or false");
      return 0;
    }
    return integer(Field::Value, std::numeric_limits<std::uint64_t>::max(), 0);
  }

  void read_numbers(Event& e) {
    constexpr std::uint64_t k32 = std::numeric_limits<std::uint32_t>::max();
    e.at = time(Field::At);
    e.since = time(Field::Since);
    if (kind_ == EventKind::Disturbed && !at(Field::Since)) e.since = kNever;
    e.cseq.value = static_cast<std::uint32_t>(integer(Field::Cseq, k32, 0));
    e.lineage.value = static_cast<std::uint32_t>(integer(Field::Lineage, k32, Lineage{}.value));
    e.seq.value = integer(Field::Seq, kSeqMax, 0);
    e.msgid = msgid();
    e.what = residue();
    e.value = value();
    for (const Field field : {Field::User, Field::Device, Field::Inst, Field::Conv, Field::Cmid,
                              Field::Body, Field::Process, Field::Peer}) {
      if (at(field) && name(field).empty()) wrong(field, "a text that is not empty, or an integer");
    }
  }

  /// Names may be texts or integers; "7" and 7 are the same.
  std::string name(Field field) const {
    std::string_view text;
    if (at(field)->get(text) == simdjson::SUCCESS) return std::string(text);
    return at(field)->is_int64() || at(field)->is_uint64() ? simdjson::minify(*at(field))
                                                           : std::string();
  }

  void read_names(Event& e) {
    if (at(Field::User)) e.user = interner_.user(name(Field::User));
    if (at(Field::Device)) e.device = interner_.device(name(Field::Device));
    if (at(Field::Inst)) e.inst = interner_.inst(e.device, name(Field::Inst));
    if (at(Field::Conv)) e.conv = interner_.conv(name(Field::Conv));
    if (at(Field::Body)) e.body = interner_.body(name(Field::Body));
    if (at(Field::Peer)) e.peer = interner_.user(name(Field::Peer));
    if (at(Field::Process)) e.process = interner_.process(name(Field::Process));
    if (at(Field::Cmid)) interner_.mention(e, name(Field::Cmid));
  }

  Interner& interner_;
  std::size_t number_;
  std::string_view text_;
  std::vector<HistoryProblem>& problems_;
  EventKind kind_{};
  std::array<std::optional<Json>, kFieldCount> fields_;
};

/// What is wrong with the line that names the schema; empty if nothing is.
std::string schema_problem(const simdjson::simdjson_result<Json>& json) {
  std::string_view schema;
  if (json.error() != simdjson::SUCCESS || json["schema"].get(schema) != simdjson::SUCCESS) {
    return fmt::format("the first line must be {{\"schema\":\"{}\"}}", kHistorySchema);
  }
  const bool same = schema.substr(0, kHistorySchema.size()) == kHistorySchema;
  const std::string_view minor = same ? schema.substr(kHistorySchema.size()) : schema;
  if (same && (minor.empty() || minor.front() == '.')) return {};
  return fmt::format("this file's schema is {}; this imstorm reads {}",
                     shown(json["schema"].value()), kHistorySchema);
}

/// Reads the lines, within the limits.
class FileReader {
 public:
  FileReader(std::istream& in, const HistoryLimits& limits)
      : in_(in), limits_(limits), buffer_(limits.line_max + 1 + simdjson::SIMDJSON_PADDING) {}

  HistoryRead read() {
    while (next()) {
      if (line().find_first_not_of(" \t\r") == std::string_view::npos) continue;
      auto json = parser_.parse(buffer_.data(), length_, false);
      if (!schema_seen_) {
        schema_seen_ = true;
        std::string what = schema_problem(json);
        if (what.empty()) continue;
        wrong(std::move(what));
        break;
      }
      if (!take(json.error(), json.error() == simdjson::SUCCESS ? json.value() : Json())) break;
    }
    if (in_.bad()) wrong("the file cannot be read to its end");
    if (!schema_seen_ && read_.problems.empty()) wrong(schema_problem({}));
    interner_.own(read_.recording.events);
    return std::move(read_);
  }

 private:
  std::string_view line() const { return {buffer_.data(), length_}; }
  void wrong(std::string what) {
    read_.problems.push_back(HistoryProblem{number_, 0, std::move(what), std::string(line())});
  }

  /// Gets a line into the buffer. False at the end and after a line that is too long.
  bool next() {
    ++number_;
    in_.getline(buffer_.data(), static_cast<std::streamsize>(limits_.line_max + 1));
    const auto got = static_cast<std::size_t>(in_.gcount());
    length_ = in_.eof() || in_.fail() ? got : got - 1;  // without the end of the line
    if (in_.fail() && !in_.eof() && !in_.bad()) {
      length_ = std::min(length_, std::size_t{80});
      wrong(fmt::format("the line is longer than {} bytes", limits_.line_max));
      return false;
    }
    return !in_.fail();
  }

  /// False when reading has to stop.
  bool take(simdjson::error_code error, const Json& json) {
    std::vector<Event>& events = read_.recording.events;
    if (events.size() == limits_.events_max) {
      wrong(fmt::format("there are more than {} events", limits_.events_max));
      return false;
    }
    if (error != simdjson::SUCCESS) {
      wrong(fmt::format("this is not JSON: {}", simdjson::error_message(error)));
    } else {
      Event event;
      LineReader reader(interner_, number_, line(), read_.problems);
      if (reader.read(json, event)) events.push_back(event);
    }
    if (read_.problems.size() < limits_.problems_max) return true;
    read_.problems.resize(limits_.problems_max);
    wrong(fmt::format("there are more than {} errors; reading stopped here", limits_.problems_max));
    return false;
  }

  std::istream& in_;
  HistoryLimits limits_;
  std::vector<char> buffer_;
  std::size_t length_ = 0;
  std::size_t number_ = 0;
  bool schema_seen_ = false;
  simdjson::dom::parser parser_;
  HistoryRead read_;
  Interner interner_{read_.recording.names};
};

}  // namespace

HistoryRead read_history(std::istream& in, const HistoryLimits& limits) {
  return FileReader(in, limits).read();
}

}  // namespace imstorm
