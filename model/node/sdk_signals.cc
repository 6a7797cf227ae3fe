// Signals: sent at once or never, shown at once or never (rule G6).
#include "model/node/sdk.h"

namespace imstorm {

void SdkNode::step(const Context&, AppSignal input, Outputs& out) {
  Event signalled = event(EventKind::Signalled, input.conv);
  signalled.peer = input.to;
  signalled.body = input.body;
  out.emplace_back(Observe{signalled});
  if (state_ != State::Online) return;  // a late signal is worth nothing
  Signal signal;
  signal.conv = input.conv;
  signal.to = input.to;
  signal.body = input.body;
  out.emplace_back(SendOn{connection_, signal});
}

void SdkNode::on(const Context& context, const Relay& relay, Outputs& out) {
  if (!signals_.own().accepts(relay, context.directory.options.route.rehash)) return;
  Event shown = event(EventKind::SignalReceived, relay.conv);
  shown.body = relay.body;
  out.emplace_back(Observe{shown});
}

}  // namespace imstorm
