#include "model/node/sdk.h"

#include <algorithm>
#include <utility>

#include "sim/core/ensure.h"

namespace imstorm {

SdkNode::SdkNode(DeviceId device, InstId inst, const Directory& directory)
    : device_(device), inst_(inst), user_(directory.device_users[device.index()]) {
  for (const ConvId conv : directory.device_convs[device.index()]) {
    conversations_.emplace_back().id = conv;
  }
}

void SdkNode::wipe(InstId fresh, const Directory& directory) {
  *this = SdkNode(device_, fresh, directory);
}

/// Every start is a restart: only what is durable is known.
void SdkNode::step(const Context& context, Started, Outputs& out) {
  ensure(written_.empty(), "an app starts with everything durable");
  if (context.directory.options.client.cache == ClientOptions::Cache::Lost) {
    if (restarted_) out.emplace_back(Observe{event(EventKind::Forgot, ConvId{})});
    forget_cache(context.directory);
  }
  restarted_ = true;
  const bool forgets = context.directory.options.consume.state == ConsumeOptions::State::Volatile;
  for (Conversation& conv : conversations_) {
    conv.now = {};
    if (forgets && !conv.rare->shown.empty()) {
      conv.inbox.prepend(conv.rare->shown);
      conv.consumed = Seq{conv.inbox.front().seq.value - 1};
      conv.rare.own().shown.clear();
    }
    conv.now.permit = conv.now.consuming = conv.consumed;
    for (OutboxRow& row : conv.outbox) {
      row.inflight = row.resolving = false;
      row.attempts = 0;
    }
    if (context.directory.options.consume.phases != ConsumeOptions::Phases::TwoServer) {
      conv.now.permit = conv.recv;
      consume(context, conv, out);
    }
  }
  state_ = State::Idle;
  connection_ = {};
  session_ = {};
  attempts_ = 0;
  counter_ = 0;
  reconnect_.reset();
  connect_wait_.reset();
  signals_ = {};
  pulls_ = sends_ = {};
  connect(context, out);
}

void SdkNode::step(const Context& context, Received input, Outputs& out) {
  if (input.connection != connection_) return;  // a connection that was given up
  heard_ = context.now.steady;
  std::visit(
      [&](auto& f) {
        using F = std::decay_t<decltype(f)>;
        if constexpr (std::is_same_v<F, Connected>) {
          on_connected(context, f, out);
        } else if constexpr (std::is_same_v<F, Ping>) {
          on_asked(context, f, out);
        } else if constexpr (requires { on(context, f, out); }) {
          on(context, f, out);
        } else if constexpr (!std::is_same_v<F, Pong>) {
          fail("a device was sent a frame that is not for it");
        }
      },
      input.frame);
}

void SdkNode::step(const Context& context, Persisted input, Outputs& out) {
  ensure(input.records <= written_.size(), "more became durable than was written");
  for (std::uint32_t i = 0; i < input.records; ++i) {
    const Record record = std::move(written_.front());
    written_.pop_front();
    std::visit(
        [&](const auto& r) {
          apply(context, r, out);
          after(context, r, out);
        },
        record);
  }
}

void SdkNode::recover(const Context& context, std::uint32_t survivors, Outputs& out) {
  ensure(survivors <= written_.size(), "more survived than was written");
  for (std::uint32_t i = 0; i < survivors; ++i) {
    std::visit([&](const auto& r) { apply(context, r, out); }, written_.front());
    written_.pop_front();
  }
  written_.clear();
}

void SdkNode::step(const Context& context, AppSend input, Outputs& out) {
  ensure(find(input.conv) != nullptr, "a user writes only where the device takes part");
  write(
      Compose{input.conv, input.body, input.bytes, context.now.wall, input.content, input.subject},
      out);
}

SdkNode::Conversation* SdkNode::find(ConvId conv) {
  if (found_ < conversations_.size() && conversations_[found_].id == conv) {
    return &conversations_[found_];
  }
  const auto at = std::lower_bound(conversations_.begin(), conversations_.end(), conv,
                                   [](const Conversation& c, ConvId id) { return c.id < id; });
  if (at == conversations_.end() || at->id != conv) return nullptr;
  found_ = index_of(*at);
  return &*at;
}

std::uint32_t SdkNode::index_of(const Conversation& conv) const {
  return static_cast<std::uint32_t>(&conv - conversations_.data());
}

Event SdkNode::event(EventKind kind, ConvId conv) const {
  Event event;
  event.kind = kind;
  event.user = user_;
  event.device = device_;
  event.inst = inst_;
  event.conv = conv;
  return event;
}

Event SdkNode::event(EventKind kind, const Conversation& conv) const {
  Event of_it = event(kind, conv.id);
  of_it.lineage = conv.lineage;
  return of_it;
}

Event SdkNode::event(EventKind kind, const Conversation& conv, const Entry& entry) const {
  Event seen = entry.origin ? event(kind, entry.origin) : event(kind, conv);
  seen.seq = entry.origin ? entry.origin_seq : entry.seq;
  seen.msgid = entry.msgid;
  seen.cmid = entry.cmid;
  seen.body = entry.body;
  return seen;
}

void SdkNode::write(Record record, Outputs& out) {
  written_.push_back(std::move(record));
  out.emplace_back(Persist{1});
}

Lineage SdkNode::lineage(ConvId conv) const {
  const Conversation* found = const_cast<SdkNode*>(this)->find(conv);
  ensure(found != nullptr, "a device has no part in that conversation");
  return found->lineage;
}

Seq SdkNode::consumed(ConvId conv) const {
  const Conversation* found = const_cast<SdkNode*>(this)->find(conv);
  ensure(found != nullptr, "a device has no part in that conversation");
  return found->consumed;
}

std::uint64_t SdkNode::outbox_rows() const {
  std::uint64_t sum = 0;
  for (const Conversation& conv : conversations_) sum += conv.outbox.size();
  return sum;
}

std::uint64_t SdkNode::pulls_pending() const {
  return static_cast<std::uint64_t>(
      std::count_if(conversations_.begin(), conversations_.end(),
                    [](const Conversation& c) { return c.now.req != 0 || c.now.queued; }));
}

std::uint64_t SdkNode::unconsumed_rows() const {
  std::uint64_t sum = 0;
  for (const Conversation& conv : conversations_) sum += conv.inbox.size();
  return sum;
}

}  // namespace imstorm
