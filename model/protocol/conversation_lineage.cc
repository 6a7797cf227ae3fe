// A conversation whose acknowledged positions may be lost: it goes on in another lineage (rule P4).
#include <algorithm>

#include "model/protocol/conversation_record.h"

namespace imstorm {

/// Whoever held an epoch that is forgotten here must not hold one of the same number again.
void ConversationRecord::fork(Lineage lineage) {
  if (forks_.size() == kForksMax) forks_.erase(forks_.begin());
  forks_.push_back({lineage_, last_});
  lineage_ = lineage;
  epoch_ = std::max(epoch_, Epoch{std::uint64_t{lineage.value} << 32});
}

Seq ConversationRecord::common(Lineage other) const {
  if (other == lineage_) return last_;
  Seq upto = last_;
  for (auto fork = forks_.rbegin(); fork != forks_.rend(); ++fork) {
    upto = std::min(upto, fork->at);
    if (fork->from == other) return upto;
  }
  return {};
}

}  // namespace imstorm
