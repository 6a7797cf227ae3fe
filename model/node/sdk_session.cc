// The session of a device: connect, keep alive, notice its end, come back; and SYNC.
#include <algorithm>

#include "model/node/sdk.h"

namespace imstorm {

void SdkNode::connect(const Context& context, Outputs& out) {
  if (!network_ || state_ != State::Idle) return;
  state_ = State::Connecting;
  out.emplace_back(OpenConnection{attempts_++});
  watch_connect(context, out);
}

void SdkNode::watch_connect(const Context& context, Outputs& out) {
  connect_generation_ += 1;
  const SessionOptions& options = context.directory.options.session;
  // On a link that is slower than the first wait the answer must find somebody who still waits.
  const Duration wait = std::max(options.connect_timeout, connect_wait_.last());
  out.emplace_back(SetTimer{{kConnect, 0, connect_generation_}, wait, options.jitter, kConnect});
}

void SdkNode::connect_later(const Context& context, Outputs& out) {
  connect_generation_ += 1;
  const SessionOptions& options = context.directory.options.session;
  connect_wait_.next(options.reconnect_first, options.connect_max);
  out.emplace_back(SetTimer{{kConnect, 0, connect_generation_},
                            reconnect_.next(options.reconnect_first, options.reconnect_max),
                            options.jitter,
                            kConnect});
}

void SdkNode::step(const Context& context, ConnectionUp input, Outputs& out) {
  if (state_ != State::Connecting || connection_) {
    out.emplace_back(CloseConnection{input.connection});
    return;
  }
  connection_ = input.connection;
  heard_ = context.now.steady;
  out.emplace_back(SendOn{connection_, Connect{device_, inst_, positions()}});
}

void SdkNode::step(const Context& context, ConnectionDown input, Outputs& out) {
  // A default id: the attempt to open one failed.
  if (input.connection != connection_ || state_ == State::Idle) return;
  lose_session(out);
  connect_later(context, out);
}

void SdkNode::step(const Context& context, NetworkChanged input, Outputs& out) {
  network_ = input.up;
  if (network_) {
    reconnect_.reset();
    connect(context, out);
    return;
  }
  if (state_ != State::Idle) lose_session(out);
  connect_generation_ += 1;
}

/// Nothing that was asked on this session will be answered.
void SdkNode::lose_session(Outputs& out) {
  if (connection_) out.emplace_back(CloseConnection{connection_});
  if (state_ == State::Online) out.emplace_back(Observe{event(EventKind::Disconnected, ConvId{})});
  state_ = State::Idle;
  connection_ = {};
  session_ = {};
  for (Conversation& conv : conversations_) {
    conv.now.req = 0;
    conv.now.dirty = conv.now.queued = false;
    conv.now.sending = conv.now.send_queued = false;
    conv.now.went_back = {};
  }
  pulls_ = sends_ = {};
}

std::vector<Position> SdkNode::positions() const {
  std::vector<Position> all;
  all.reserve(conversations_.size());
  for (const Conversation& conv : conversations_) {
    all.push_back({conv.id, conv.lineage, conv.recv, conv.consumed});
  }
  return all;
}

/// This installation is to take another one's place, if it lives (rule H47). It was heard, and the
/// answer has a way of its own to go: the wait for CONNECTED begins anew.
void SdkNode::on_asked(const Context& context, const Ping& ping, Outputs& out) {
  out.emplace_back(SendOn{connection_, Pong{ping.session}});
  if (state_ == State::Connecting) watch_connect(context, out);
}

/// Answers CONNECT, and SYNC likewise.
void SdkNode::on_connected(const Context& context, const Connected& connected, Outputs& out) {
  const bool fresh = state_ == State::Connecting;
  // A repeated CONNECT may have made a second session of the same connection: the newer one counts.
  session_ = std::max(session_, connected.session);
  if (fresh) {
    state_ = State::Online;
    reconnect_.reset();
    connect_wait_.reset();
    connect_generation_ += 1;
    Event began = event(EventKind::Connected, ConvId{});
    began.value = session_.value;
    out.emplace_back(Observe{began});
    arm_heartbeat(context, out);
  }
  const SessionOptions& options = context.directory.options.session;
  if (options.sync.ns > 0) arm_sync(options.sync, options.jitter, out);
  for (Conversation& conv : conversations_) {
    if (fresh) pump(context, conv, out);
  }
  for (const Head& head : connected.heads) {
    Conversation* conv = find(head.conv);
    if (conv == nullptr || !of_this_lineage(context, *conv, head.lineage, out)) continue;
    if (head.hw > conv->recv) announce(context, *conv, head.hw, out);
  }
}

/// Rule R6: what no notification said, a periodic look at the heads finds. Without an answer it is
/// repeated as soon as a CONNECT would be.
void SdkNode::sync(const Context& context, Outputs& out) {
  const SessionOptions& options = context.directory.options.session;
  out.emplace_back(SendOn{connection_, Sync{session_, positions()}});
  arm_sync(std::min(options.connect_timeout, options.sync), options.jitter, out);
}

void SdkNode::arm_sync(Duration after, Ratio jitter, Outputs& out) {
  sync_generation_ += 1;
  out.emplace_back(SetTimer{{kSync, 0, sync_generation_}, after, jitter, kSync});
}

void SdkNode::arm_heartbeat(const Context& context, Outputs& out) {
  heartbeat_generation_ += 1;
  out.emplace_back(SetTimer{
      {kHeartbeat, 0, heartbeat_generation_}, context.directory.options.session.heartbeat, {}});
}

void SdkNode::step(const Context& context, TimerFired input, Outputs& out) {
  const TimerId& timer = input.timer;
  const SessionOptions& options = context.directory.options.session;
  if (timer.what == kConnect) {
    if (timer.generation != connect_generation_ || state_ == State::Online) return;
    if (state_ == State::Connecting) {
      lose_session(out);
      connect_later(context, out);
    } else {
      connect(context, out);
    }
    return;
  }
  if (timer.what == kHeartbeat) {
    if (timer.generation != heartbeat_generation_ || state_ != State::Online) return;
    if (context.now.steady - heard_ >= options.heartbeat * options.missed_max) {
      lose_session(out);
      connect_later(context, out);
      return;
    }
    out.emplace_back(SendOn{connection_, Ping{}});
    arm_heartbeat(context, out);
    return;
  }
  if (timer.what == kSync) {
    if (timer.generation == sync_generation_ && state_ == State::Online) sync(context, out);
    return;
  }
  Conversation& conv = conversations_[timer.index];
  Conversation::Volatile& now = conv.now;
  if (timer.what == kResend && timer.generation == now.resend_generation) {
    now.resend_armed = false;
    now.went_back = {};
    if (state_ == State::Online) resend(context, conv, Cseq{0}, out);
    arm_resend(context, conv, out);
  } else if (timer.what == kPull && timer.generation == now.pull_generation && now.req != 0) {
    ask(context, conv, out);
  } else if (timer.what == kAck && timer.generation == now.ack_generation && now.ack_due) {
    acknowledge(context, conv, out);
  }
}

}  // namespace imstorm
