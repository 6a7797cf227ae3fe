// Which replica of the store a logic process asks, and what it does when that changes.
#include <algorithm>
#include <utility>

#include "model/node/logic.h"
#include "model/node/logic_out.h"

namespace imstorm {
namespace {

/// Where the one that leads is not known or cannot be reached, it is asked for again after this.
constexpr Duration kSeekAfter = milliseconds(300);

}  // namespace

ProcessId LogicNode::store_of(const Context& context, ConvId conv) const {
  const Directory& directory = context.directory;
  if (directory.replicas.empty()) return directory.store_of(conv);
  const std::uint32_t shard = directory.shard_of(conv);
  return leaders_.of(shard, directory.replicas[shard]);
}

void LogicNode::to_store(const Context& context, ConvId conv, Frame frame, Outputs& out) const {
  out.emplace_back(
      SendTo{store_of(context, conv), context.directory.key_of(conv), std::move(frame)});
}

/// Any replica will do where followers answer: by chance of the request's number, so that a repeat
/// goes elsewhere. What this process knows to be committed the answer must know as well (P1); while
/// it does not know the head yet, only the one that leads can say.
void LogicNode::to_reader(const Context& context, const Conversation& conv, const Pull& pull,
                          bool head_known, Outputs& out) const {
  const Directory& directory = context.directory;
  Read read{pull.via,
            pull.req,
            pull.conv,
            pull.lineage,
            pull.after,
            pull.limit,
            std::max(pull.min_hw, conv.hw)};
  read.since = pull.since;
  const StoreOptions::Read by = directory.options.store.read;
  const bool followers =
      by == StoreOptions::Read::FollowerUnchecked || by == StoreOptions::Read::FollowerMinHw;
  const bool unchecked = by == StoreOptions::Read::FollowerUnchecked;
  if (!head_known && !unchecked) read.min_hw = kAskLeader;
  if (directory.replicas.empty() || !followers || !(head_known || unchecked))
    return to_store(context, conv.id, read, out);
  const std::vector<ProcessId>& all = directory.replicas[directory.shard_of(conv.id)];
  const std::uint64_t pick =
      hash_mix(directory.device_keys[pull.via.device.index()], pull.req) % all.size();
  out.emplace_back(SendTo{all[pick], directory.key_of(conv.id), read});
}

void LogicNode::on(const Context& context, ProcessId from, Leader& news, Outputs& out) {
  const std::uint32_t shard = context.directory.shard_of(from);
  const bool moved =
      leaders_.learn(shard, news.term, news.leader, from, context.directory.replicas[shard]);
  if (news.leader && moved) return follow_leader(context, shard, out);
  // Else it is news that changes nothing, or what was asked was refused by one that cannot help.
  if (news.leader == from || seeking_[shard]) return;
  seeking_[shard] = true;
  out.emplace_back(SetTimer{{kSeek, shard, 0}, kSeekAfter, {}});
}

void LogicNode::on_seek(const Context& context, std::uint32_t shard, Outputs& out) {
  seeking_[shard] = false;
  follow_leader(context, shard, out);
}

/// What was asked of the former leader may have been committed or not (rule S5), and what it
/// committed last may not have been heard of here: everything is asked anew.
void LogicNode::follow_leader(const Context& context, std::uint32_t shard, Outputs& out) {
  for (Conversation& conv : conversations_) {
    if (context.directory.shard_of(conv.id) != shard) continue;
    distrust(conv);
    if (!conv.waiting.empty() || conv.drives) take(context, conv, out);
    if (conv.roll.asked) ask_members(context, conv, out);
    for (const auto& [device, index] : conv.subscriptions) {
      const Subscription& sub = subscriptions_[index];
      to_store(
          context, conv.id,
          Attach{
              sub.via, {conv.id, conv.lineage, sub.recv, sub.consumed}, sub.rebasing, sub.proven},
          out);
    }
  }
}

}  // namespace imstorm
