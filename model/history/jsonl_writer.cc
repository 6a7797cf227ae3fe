#include "model/history/jsonl.h"

#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <vector>

#include "model/history/json_text.h"
#include "model/history/wire.h"

namespace imstorm {

namespace {

/// One line in the making.
class Line {
 public:
  Line(std::string& out, const Event& event) : out_(out), kind_(event.kind) { out_ += '{'; }

  void number(Field field, std::uint64_t value, std::uint64_t absent) {
    if (value == absent && !required(field)) return;
    fmt::format_to(key(field), "{}", value);
  }
  void time(Field field, Instant value) {
    if (value == Instant{} && field != Field::At && !required(field)) return;
    fmt::format_to(key(field), "{}", value.ns);
  }
  void exact_time(Field field, Instant value) { fmt::format_to(key(field), "{}", value.ns); }
  void text(Field field, std::string_view value) {
    key(field);
    append_json_string(out_, value);
  }
  template <class Id>
  void name(Field field, Id id, const std::vector<std::string>& names) {
    if (!id) return;
    if (id.index() < names.size()) return text(field, names[id.index()]);
    text(field, fmt::format("#{}", id.value));
  }
  /// "true" or "false", where 1 and 0 mean that.
  void truth(Field field, std::uint64_t value) {
    if (value > 1) return number(field, value, 0);
    fmt::format_to(key(field), "{}", value == 1);
  }
  void end() { out_ += "}\n"; }

 private:
  bool required(Field field) const { return on_wire(kind_).required.has(field); }
  std::back_insert_iterator<std::string> key(Field field) {
    if (out_.back() != '{') out_ += ',';
    fmt::format_to(std::back_inserter(out_), "\"{}\":", name_of(field, kind_));
    return std::back_inserter(out_);
  }

  std::string& out_;
  EventKind kind_;
};

void write_value(Line& line, const Event& e) {
  switch (e.kind) {
    case EventKind::Phase:
      if (e.value >= std::size(kPhaseNames)) break;
      return line.text(Field::Value, kPhaseNames[e.value]);
    case EventKind::Probed:
    case EventKind::Settled:
      return line.truth(Field::Value, e.value);
    default:
      break;
  }
  line.number(Field::Value, e.value, 0);
}

}  // namespace

HistoryWriter::HistoryWriter(std::ostream& out, const Names& names) : out_(out), names_(names) {
  out_ << fmt::format("{{\"schema\":\"{}\"}}\n", kHistorySchema);
}

void HistoryWriter::write(const Event& e) {
  line_.clear();
  Line line(line_, e);
  line.time(Field::At, e.at);
  line.text(Field::Kind, on_wire(e.kind).name);
  line.name(Field::User, e.user, names_.users);
  line.name(Field::Device, e.device, names_.devices);
  if (e.inst) line.number(Field::Inst, e.inst.value, InstId::kNone);
  line.name(Field::Conv, e.conv, names_.convs);
  if (e.cmid.inst) line.text(Field::Cmid, fmt::format("{}@{}", e.cmid.n, e.cmid.inst.value));
  line.number(Field::Cseq, e.cseq.value, 0);
  if (is_signal(e.body)) {
    line.text(Field::Body, names_.of(e.body));
  } else {
    line.name(Field::Body, e.body, names_.bodies);
  }
  line.number(Field::Lineage, e.lineage.value, Lineage{}.value);
  line.number(Field::Seq, e.seq.value, 0);
  const bool msgid = e.msgid != Msgid{} || on_wire(e.kind).required.has(Field::Msgid);
  if (msgid) line.text(Field::Msgid, fmt::format("{:#x}", e.msgid.value));
  if (e.kind != EventKind::Disturbed) line.time(Field::Since, e.since);
  if (e.kind == EventKind::Disturbed && e.since != kNever) line.exact_time(Field::Since, e.since);
  line.name(Field::Process, e.process, names_.processes);
  line.name(Field::Peer, e.peer, names_.users);
  if (e.what != Residue::None || e.kind == EventKind::Residue) {
    line.text(Field::What, kResidueNames[static_cast<std::size_t>(e.what)]);
  }
  write_value(line, e);
  line.end();
  out_ << line_;
}

void write_history(std::ostream& out, const Recording& recording) {
  HistoryWriter writer(out, recording.names);
  for (const Event& event : recording.events) writer.write(event);
}

}  // namespace imstorm
