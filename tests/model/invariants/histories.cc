#include "tests/model/invariants/histories.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace imstorm {
namespace {

constexpr std::string_view kKindNames[] = {
    "joined",       "left",     "installed", "wiped",     "sent",    "accepted",  "acked",
    "rejected",     "received", "consumed",  "cursor",    "gone",    "refreshed", "connected",
    "disconnected", "crashed",  "restarted", "phase",     "probed",  "settled",   "residue",
    "signalled",    "shown",    "promised",  "disturbed", "calmed",  "voided",    "forgot",
    "forked",       "rebuilt",  "resynced",  "permitted", "given_up"};

template <class Id>
std::string id_text(std::string_view label, Id id) {
  return id ? fmt::format(" {}={}", label, id.value) : std::string();
}

std::string line(const Event& e, const Names& names) {
  std::string text =
      fmt::format("{:>4} ms {}", e.at.ns / 1'000'000, kKindNames[static_cast<std::size_t>(e.kind)]);
  if (e.user) text += fmt::format(" {}", names.of(e.user));
  if (e.device) text += fmt::format(" {}", names.of(e.device));
  text += id_text("inst", e.inst);
  if (e.conv) text += fmt::format(" {}", names.of(e.conv));
  if (e.body) text += fmt::format(" {}", names.of(e.body));
  if (e.cmid.inst) text += fmt::format(" cmid={}/{}", e.cmid.inst.value, e.cmid.n);
  if (e.cseq.value != 0) text += fmt::format(" cseq={}", e.cseq.value);
  if (e.seq.value != 0) text += fmt::format(" seq={}", e.seq.value);
  if (e.msgid.value != 0) text += fmt::format(" msgid={}", e.msgid.value);
  if (e.lineage != Lineage{}) text += fmt::format(" lineage={}", e.lineage.value);
  if (e.kind == EventKind::Refreshed) text += fmt::format(" since={}", e.since.ns / 1'000'000);
  if (e.value != 0) text += fmt::format(" value={}", e.value);
  return text;
}

template <class Id>
Id intern(std::vector<std::string>& names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at != names.end()) return Id(static_cast<std::size_t>(at - names.begin()));
  names.emplace_back(name);
  return Id(names.size() - 1);
}

}  // namespace

std::string transcript(const History& history) {
  std::string text;
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    text += fmt::format("#{:<3} {}\n", i, line(history.events[i], history.names));
  }
  return text;
}

void showValue(const History& history, std::ostream& out) { out << '\n' << transcript(history); }

Verdict judge(Invariant& law, const History& history, const RunEnd& end) {
  for (std::size_t i = 0; i < history.events.size(); ++i) {
    if (law.sees().has(history.events[i].kind)) law.observe(i, history.events[i]);
  }
  return law.verdict(end, history.names);
}

UserId HistoryBuilder::user(Text name) { return intern<UserId>(history_.names.users, name); }
ConvId HistoryBuilder::conv(Text name) { return intern<ConvId>(history_.names.convs, name); }

DeviceId HistoryBuilder::device(Text name) {
  const auto id = intern<DeviceId>(history_.names.devices, name);
  if (id.index() == inst_of_.size()) inst_of_.emplace_back(insts_++);
  return id;
}

InstId HistoryBuilder::inst(Text name) { return inst_of_[device(name).index()]; }

HistoryBuilder::Message& HistoryBuilder::message(Text name) {
  const auto at = messages_.find(name);
  if (at != messages_.end()) return at->second;
  Message& made = messages_[std::string(name)];
  made.body = intern<BodyId>(history_.names.bodies, name);
  return made;
}

std::int64_t HistoryBuilder::now_ms() const {
  return history_.events.empty() ? 0 : history_.events.back().at.ns / 1'000'000;
}

HistoryBuilder& HistoryBuilder::add(EventKind kind) {
  Event event;
  event.at = Instant{} + milliseconds(now_ms() + 1);
  event.kind = kind;
  history_.events.push_back(event);
  return *this;
}

HistoryBuilder& HistoryBuilder::about(EventKind kind, Text device_name, Text conv_name) {
  const DeviceId id = device(device_name);
  add(kind);
  last().device = id;
  last().inst = inst_of_[id.index()];
  last().user = user(device_name.substr(0, device_name.find('.')));
  if (!conv_name.empty()) last().conv = conv(conv_name);
  return *this;
}

HistoryBuilder& HistoryBuilder::by_sender(EventKind kind, Text name) {
  const Message& m = message(name);
  add(kind);
  last().user = m.user;
  last().device = m.device;
  last().inst = m.inst;
  last().conv = m.conv;
  last().cmid = m.cmid;
  return *this;
}

HistoryBuilder& HistoryBuilder::at_device(EventKind kind, Text device_name, Text name) {
  const Message& m = message(name);
  about(kind, device_name, "");
  last().conv = m.conv;
  last().cmid = m.cmid;
  last().seq = m.seq;
  last().msgid = m.msgid;
  last().lineage = m.lineage;
  if (kind == EventKind::Consumed) last().body = m.body;
  return *this;
}

HistoryBuilder& HistoryBuilder::join(Text user_name, Text conv_name, std::uint64_t above) {
  add(EventKind::Joined);
  last().user = user(user_name);
  last().conv = conv(conv_name);
  last().seq = Seq{above};
  return *this;
}

HistoryBuilder& HistoryBuilder::leave(Text user_name, Text conv_name, std::uint64_t above) {
  join(user_name, conv_name, above);
  last().kind = EventKind::Left;
  return *this;
}

HistoryBuilder& HistoryBuilder::install(Text device_name) {
  const std::size_t known = inst_of_.size();
  const DeviceId id = device(device_name);
  if (id.index() < known) inst_of_[id.index()] = InstId(insts_++);
  return about(EventKind::Installed, device_name, "");
}

HistoryBuilder& HistoryBuilder::wipe(Text device_name) {
  return about(EventKind::Wiped, device_name, "");
}

HistoryBuilder& HistoryBuilder::reinstall(Text device_name) {
  wipe(device_name).install(device_name).last().value = 1;
  return *this;
}

HistoryBuilder& HistoryBuilder::forget(Text device_name) {
  return about(EventKind::Forgot, device_name, "");
}

HistoryBuilder& HistoryBuilder::sent(Text device_name, Text conv_name, Text name) {
  about(EventKind::Sent, device_name, conv_name);
  Message& m = message(name);
  m.user = last().user;
  m.device = last().device;
  m.inst = last().inst;
  m.conv = last().conv;
  m.cmid = Cmid{m.inst, ++cmids_[m.inst]};
  m.cseq = Cseq{++cseqs_[{m.inst, m.conv}]};
  last().cmid = m.cmid;
  last().cseq = m.cseq;
  last().body = m.body;
  return *this;
}

HistoryBuilder& HistoryBuilder::accepted(Text name) {
  const Message& m = message(name);
  return accepted(name, heads_[{m.conv, Lineage{}}] + 1);
}

HistoryBuilder& HistoryBuilder::accepted(Text name, std::uint64_t seq, std::uint32_t lineage) {
  Message& m = message(name);
  m.seq = Seq{seq};
  m.lineage = Lineage{lineage};
  m.msgid = Msgid{++msgids_};
  heads_[{m.conv, m.lineage}] = seq;
  add(EventKind::Accepted);
  last().conv = m.conv;
  last().lineage = m.lineage;
  last().seq = m.seq;
  last().msgid = m.msgid;
  last().cmid = m.cmid;
  last().body = m.body;
  last().user = m.user;
  return *this;
}

HistoryBuilder& HistoryBuilder::acked(Text name) {
  by_sender(EventKind::Acked, name);
  last().seq = message(name).seq;
  last().msgid = message(name).msgid;
  return *this;
}

HistoryBuilder& HistoryBuilder::rejected(Text name) { return by_sender(EventKind::Rejected, name); }

HistoryBuilder& HistoryBuilder::received(Text device_name, Text name) {
  return at_device(EventKind::Received, device_name, name);
}

HistoryBuilder& HistoryBuilder::consumed(Text device_name, Text name) {
  return at_device(EventKind::Consumed, device_name, name);
}

HistoryBuilder& HistoryBuilder::cursor(Text device_name, Text conv_name, std::uint64_t seq) {
  about(EventKind::Cursor, device_name, conv_name);
  last().user = UserId{};
  last().seq = Seq{seq};
  return *this;
}

HistoryBuilder& HistoryBuilder::gone(Text device_name, Text conv_name, std::uint64_t seq) {
  cursor(device_name, conv_name, seq);
  last().kind = EventKind::Gone;
  return *this;
}

HistoryBuilder& HistoryBuilder::refreshed(Text device_name, Text conv_name, std::uint64_t seq,
                                          std::int64_t since_ms) {
  cursor(device_name, conv_name, seq);
  last().kind = EventKind::Refreshed;
  last().since = Instant{} + milliseconds(since_ms);
  return *this;
}

HistoryBuilder& HistoryBuilder::connected(Text device_name, std::uint64_t session) {
  about(EventKind::Connected, device_name, "");
  last().value = session;
  return *this;
}

HistoryBuilder& HistoryBuilder::disconnected(Text device_name) {
  return about(EventKind::Disconnected, device_name, "");
}

HistoryBuilder& HistoryBuilder::crashed(Text device_name) {
  const DeviceId id = device(device_name);
  add(EventKind::Crashed);
  last().device = id;
  return *this;
}

HistoryBuilder& HistoryBuilder::restarted(Text device_name) {
  crashed(device_name);
  last().kind = EventKind::Restarted;
  return *this;
}

HistoryBuilder& HistoryBuilder::probed(Text name, bool survived) {
  const Message& m = message(name);
  add(EventKind::Probed);
  last().conv = m.conv;
  last().cmid = m.cmid;
  last().device = m.device;
  last().inst = m.inst;
  last().value = survived ? 1 : 0;
  return *this;
}

HistoryBuilder& HistoryBuilder::phase(Phase phase) {
  add(EventKind::Phase);
  last().value = static_cast<std::uint64_t>(phase);
  return *this;
}

HistoryBuilder& HistoryBuilder::settled(bool nothing_left) {
  add(EventKind::Settled);
  last().value = nothing_left ? 1 : 0;
  return *this;
}

HistoryBuilder& HistoryBuilder::voided(Text conv_name, std::uint64_t first,
                                       std::uint64_t last_one) {
  add(EventKind::Voided);
  last().conv = conv(conv_name);
  last().seq = Seq{last_one};
  last().value = first;
  return *this;
}

HistoryBuilder& HistoryBuilder::forked(Text conv_name, std::uint64_t seq, std::uint32_t lineage,
                                       std::uint32_t from) {
  add(EventKind::Forked);
  last().conv = conv(conv_name);
  last().seq = Seq{seq};
  last().lineage = Lineage{lineage};
  last().value = from;
  return *this;
}

HistoryBuilder& HistoryBuilder::resynced(Text device_name, Text conv_name, std::uint64_t seq,
                                         std::uint32_t lineage) {
  cursor(device_name, conv_name, seq);
  last().kind = EventKind::Resynced;
  last().lineage = Lineage{lineage};
  return *this;
}

HistoryBuilder& HistoryBuilder::residue(Residue what, Text device_name, Text conv_name,
                                        std::uint64_t count) {
  about(EventKind::Residue, device_name, conv_name);
  last().user = UserId{};
  last().inst = InstId{};
  last().what = what;
  last().value = count;
  return *this;
}

HistoryBuilder& HistoryBuilder::signalled(Text device_name, Text to, Text name) {
  const bool group = to.substr(0, 1) == "#";
  about(EventKind::Signalled, device_name, group ? to.substr(1) : "");
  if (!group) last().peer = user(to);
  Message& m = message(name);
  m.conv = last().conv;
  last().body = m.body;
  return *this;
}

HistoryBuilder& HistoryBuilder::shown(Text device_name, Text name) {
  about(EventKind::SignalReceived, device_name, "");
  last().conv = message(name).conv;
  last().body = message(name).body;
  return *this;
}

HistoryBuilder& HistoryBuilder::promised(std::int64_t ms) {
  add(EventKind::Promised);
  last().value = static_cast<std::uint64_t>(milliseconds(ms).ns);
  return *this;
}

HistoryBuilder& HistoryBuilder::disturbed_device(Text device_name, Instant until) {
  const DeviceId id = device(device_name);
  add(EventKind::Disturbed);
  last().device = id;
  last().since = until;
  return *this;
}

HistoryBuilder& HistoryBuilder::disturbed_process(std::uint32_t process, Instant until) {
  add(EventKind::Disturbed);
  last().process = ProcessId(process);
  last().since = until;
  return *this;
}

HistoryBuilder& HistoryBuilder::calmed(std::uint32_t process) {
  add(EventKind::Calmed);
  last().process = ProcessId(process);
  return *this;
}

HistoryBuilder& HistoryBuilder::wait(std::int64_t ms) {
  phase(Phase::Storm);
  last().at += milliseconds(ms);
  return *this;
}

}  // namespace imstorm
