// Messages that come unasked for, behind their predecessor or blindly.
#include <algorithm>

#include "model/node/sdk.h"

namespace imstorm {

/// Behind what the device holds, or is about to, it is as good as the answer to a pull (rule R7);
/// else it only says that there is something to pull.
void SdkNode::on(const Context& context, const Push& push, Outputs& out) {
  Conversation* conv = find(push.conv);
  if (conv == nullptr) return;
  Conversation::Volatile& now = conv->now;
  const ProtocolOptions& options = context.directory.options;
  const bool blindly = options.deliver.mode == DeliverOptions::Mode::Push ||
                       options.pull.cursor == PullOptions::Cursor::LiveMessage;
  if (!blindly && !of_this_lineage(context, *conv, push.lineage, out)) return;
  const Seq seq = push.entry.seq;
  const Seq held = now.storing > 0 ? std::max(conv->recv, now.coming) : conv->recv;
  if (seq <= held) {
    if (seq <= conv->recv) acknowledge(context, *conv, out);  // rule N2
    return;
  }
  now.highest = std::max(now.highest, seq);
  // The answer to a pull proves more, and must find the cursor where it was asked from.
  if (!blindly && (push.prev > held || now.req != 0)) return announce(context, *conv, seq, out);
  now.storing += 1;
  now.coming = seq;
  if (options.ack.when == AckOptions::When::OnReceipt) {
    const bool one = options.consume.phases == ConsumeOptions::Phases::One;
    const Seq consumed = one ? seq : conv->consumed;
    out.emplace_back(SendOn{connection_, Ack{{}, conv->id, conv->lineage, seq, consumed}});
  }
  write(Store{push.conv, seq, seq, false, true, {}, {}, {push.entry}}, out);
}

}  // namespace imstorm
