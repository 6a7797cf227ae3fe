#include "model/node/store.h"

#include <utility>

#include "model/node/directory.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

void reply(Outputs* replies, ProcessId to, std::uint64_t key, Frame frame) {
  if (replies != nullptr) replies->emplace_back(SendTo{to, key, std::move(frame)});
}

Event accepted(const Appended& result) {
  Event event;
  event.kind = EventKind::Accepted;
  event.conv = result.conv;
  event.lineage = result.lineage;
  event.seq = result.seq;
  event.msgid = result.msgid;
  event.cmid = result.cmid;
  event.body = result.body;
  event.user = result.entry.author;
  return event;
}

}  // namespace

StoreNode::StoreNode(ProcessId self, const Directory& directory) {
  for (std::size_t c = 0; c < directory.conv_devices.size(); ++c) {
    if (directory.store_of(ConvId(c)) != self) continue;
    ConversationRecord& record = state_.records[ConvId(c)];
    for (const DeviceId device : directory.conv_devices[c]) {
      record.admit(device, directory.device_users[device.index()]);
    }
  }
  if (directory.options.store.commit == StoreOptions::Commit::Memory) durable_ = state_;
}

bool StoreNode::answers_from_memory(const Context& context) const {
  return context.directory.options.store.commit == StoreOptions::Commit::Memory;
}

void StoreNode::step(const Context& context, Started, Outputs&) {
  ensure(written_.empty(), "a store starts with everything durable");
  if (answers_from_memory(context)) state_ = durable_;
}

void StoreNode::step(const Context& context, Received input, Outputs& out) {
  if (const auto* request = std::get_if<Read>(&input.frame)) {
    read(context, input.from, *request, out);
    return;
  }
  // Asking for the head changes nothing and needs no sync.
  const auto* attach = std::get_if<Attach>(&input.frame);
  if (attach != nullptr && !attach->rebase) {
    const Attached attached =
        state_.records[attach->at.conv].attach(*attach, context.directory.options);
    reply(&out, input.from, context.directory.key_of(attach->at.conv), attached);
    return;
  }
  written_.push_back({input.from, std::move(input.frame)});
  if (answers_from_memory(context)) apply(context, state_, written_.back(), &out);
  out.emplace_back(Persist{1});
}

void StoreNode::step(const Context& context, Persisted input, Outputs& out) {
  ensure(input.records <= written_.size(), "more became durable than was written");
  const bool early = answers_from_memory(context);
  for (std::uint32_t i = 0; i < input.records; ++i) {
    apply(context, early ? durable_ : state_, written_.front(), early ? nullptr : &out);
    written_.pop_front();
  }
}

void StoreNode::recover(const Context& context, std::uint32_t survivors, Outputs& out) {
  ensure(survivors <= written_.size(), "more survived than was written");
  const bool early = answers_from_memory(context);
  Outputs unheard;
  for (std::uint32_t i = 0; i < survivors; ++i) {
    apply(context, early ? durable_ : state_, written_.front(), early ? nullptr : &unheard);
    written_.pop_front();
  }
  written_.clear();
  // The clients hear nothing, but the commits happened: an observer of the log sees them.
  for (Output& output : unheard) {
    if (std::holds_alternative<Observe>(output)) out.push_back(std::move(output));
  }
}

void StoreNode::read(const Context& context, ProcessId from, const Read& request, Outputs& out) {
  const ConversationRecord& record = state_.records[request.conv];
  reply(&out, from, context.directory.key_of(request.conv),
        record.read(request, context.directory.options.pull.page));
}

void StoreNode::apply(const Context& context, State& state, const Command& command,
                      Outputs* replies) {
  std::visit([&](const auto& f) { apply_frame(context, state, f, command.from, replies); },
             command.frame);
}

template <class F>
void StoreNode::apply_frame(const Context& context, State& state, const F& f, ProcessId from,
                            Outputs* replies) {
  const Directory& directory = context.directory;
  if constexpr (std::is_same_v<F, Append>) {
    const UserId author = directory.device_users[f.send.via.device.index()];
    const Appended result =
        state.records[f.send.conv].append(f, author, directory.options, context.now.steady);
    if (result.code == Appended::Code::Committed && replies != nullptr) {
      replies->emplace_back(Observe{accepted(result)});
    }
    reply(replies, from, directory.key_of(f.send.conv), result);
  } else if constexpr (std::is_same_v<F, Take>) {
    reply(replies, from, directory.key_of(f.conv), state.records[f.conv].take(f));
  } else if constexpr (std::is_same_v<F, Attach>) {
    reply(replies, from, directory.key_of(f.at.conv),
          state.records[f.at.conv].attach(f, directory.options));
  } else if constexpr (std::is_same_v<F, Cursors>) {
    state.records[f.conv].advance(f, directory.options);
  } else if constexpr (std::is_same_v<F, Register>) {
    Session& session = state.sessions[f.via.device];
    session.value += 1;
    Registered registered{f.via, f.token};
    registered.via.session = session;
    reply(replies, from, directory.device_keys[f.via.device.index()], registered);
  } else {
    fail("a store was sent a frame that is not for it");
  }
}

}  // namespace imstorm
