// Taking a message back. Its place in the line must still be resolved, or everything behind it
// would wait for ever (rule S4): what goes out in its stead says nothing.
#include <algorithm>

#include "model/node/sdk.h"

namespace imstorm {

void SdkNode::step(const Context&, AppCancel input, Outputs& out) {
  const Conversation* conv = find(input.conv);
  if (conv == nullptr) return;
  const bool waits =
      std::any_of(conv->outbox.begin(), conv->outbox.end(),
                  [&](const OutboxRow& row) { return row.body == input.body && !row.resolving; });
  if (waits) write(TakeBack{input.conv, input.body}, out);
}

void SdkNode::apply(const Context&, const TakeBack& record, Outputs&) {
  for (OutboxRow& row : find(record.conv)->outbox) {
    if (row.body == record.body) row.content = Content::Skip;
  }
}

/// The server may have the text already: then the answer says so, and it is sent after all.
void SdkNode::after(const Context& context, const TakeBack& record, Outputs& out) {
  if (state_ != State::Online) return;
  Conversation& conv = *find(record.conv);
  if (!conv.now.sending) return;
  for (OutboxRow& row : conv.outbox) {
    if (row.body == record.body && row.inflight && !row.resolving) {
      return transmit(context, conv, row, out);
    }
  }
}

}  // namespace imstorm
