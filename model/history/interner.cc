#include "model/history/interner.h"

namespace imstorm {

std::uint32_t Interner::number(Ids& ids, std::string_view name) {
  const auto at = ids.find(name);
  if (at != ids.end()) return at->second;
  const auto next = static_cast<std::uint32_t>(ids.size());
  ids.emplace(name, next);
  return next;
}

InstId Interner::inst(DeviceId device, std::string_view name) {
  Ids& ids = insts_[device];
  const auto at = ids.find(name);
  if (at != ids.end()) return InstId(at->second);
  ids.emplace(name, inst_count_);
  return InstId(inst_count_++);
}

void Interner::mention(Event& event, std::string_view cmid) {
  const std::uint32_t message = number(cmids_, cmid);
  if (message == messages_.size()) messages_.emplace_back();
  event.cmid = Cmid{InstId(0), message};

  Evidence evidence = Evidence::None;
  switch (event.kind) {
    case EventKind::Sent:
      evidence = Evidence::Sent;
      break;
    case EventKind::Acked:
    case EventKind::Rejected:
    case EventKind::Probed:
      evidence = Evidence::Told;
      break;
    default:
      break;
  }
  if (evidence > messages_[message].evidence) {
    messages_[message].evidence = evidence;
    messages_[message].owner = event.inst;
  }
}

void Interner::own(std::vector<Event>& events) {
  const InstId nobody(inst_count_);
  std::vector<std::uint32_t> made(inst_count_ + std::size_t{1});
  for (Event& event : events) {
    if (!event.cmid.inst) continue;
    Message& message = messages_[event.cmid.n];
    if (!message.owner) message.owner = nobody;
    if (message.n == 0) message.n = ++made[message.owner.index()];
    event.cmid = Cmid{message.owner, message.n};
  }
}

}  // namespace imstorm
