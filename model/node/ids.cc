#include "model/node/ids.h"

#include <algorithm>
#include <utility>

#include "model/node/ids_key.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

const std::uint64_t kWorkerKey = hash_text("worker");

/// What every server finds in the same configuration file.
constexpr std::uint64_t kCopiedWorker = 1;
/// A store that has not answered after this may have lost its lead in silence.
constexpr Duration kStoreAgain = seconds(1);

/// The append-only file is written at every full second (appendfsync everysec).
Instant last_fsync(Instant now) { return Instant{now.ns / seconds(1).ns * seconds(1).ns}; }

}  // namespace

IdNode::IdNode(const Directory& directory) {
  desks_.push_back(desk_of(directory.options.seq));
  desks_.push_back(desk_of(directory.options.msgid.source));
  desks_[0].standby = desks_[0].standby && directory.options.seq.split();
  desks_[1].standby = desks_[1].standby && directory.options.msgid.split();
}

IdNode::Desk IdNode::desk_of(const SeqOptions& options) {
  if (options.moves()) return {Section(), Care::Never, true, {}};
  return desk_of(options.source);
}

IdNode::Desk IdNode::desk_of(SeqOptions::Source source) {
  switch (source) {
    case SeqOptions::Source::LogPosition:
    case SeqOptions::Source::RedisSync:
      return {RedisCounter(), Care::Durable, true, {}};
    case SeqOptions::Source::RedisAsync:
      return {RedisCounter(), Care::File, true, {}};
    case SeqOptions::Source::RedisEverysec:
      return {RedisCounter(), Care::File, false, {}};
    case SeqOptions::Source::RedisMemory:
      return {RedisCounter(), Care::Never, false, {}};
    case SeqOptions::Source::Seqsvr:
      return {Seqsvr(), Care::Durable, true, {}};
    case SeqOptions::Source::SeqsvrLate:
      return {Seqsvr(), Care::Late, true, {}};
    case SeqOptions::Source::Segment:
      return {Segment(), Care::Never, true, {}};
    case SeqOptions::Source::Snowflake:
      return {Snowflake(), Care::Never, true, {}};
  }
  fail("an unknown source of numbers");
}

IdNode::Desk IdNode::desk_of(MsgidOptions::Source source) {
  switch (source) {
    case MsgidOptions::Source::FromLog:
    case MsgidOptions::Source::RedisSync:
      return desk_of(SeqOptions::Source::RedisSync);
    case MsgidOptions::Source::RedisAsync:
      return desk_of(SeqOptions::Source::RedisAsync);
    case MsgidOptions::Source::RedisEverysec:
      return desk_of(SeqOptions::Source::RedisEverysec);
    case MsgidOptions::Source::RedisMemory:
      return desk_of(SeqOptions::Source::RedisMemory);
    case MsgidOptions::Source::Seqsvr:
      return desk_of(SeqOptions::Source::Seqsvr);
    case MsgidOptions::Source::SeqsvrLate:
      return desk_of(SeqOptions::Source::SeqsvrLate);
    case MsgidOptions::Source::Segment:
      return desk_of(SeqOptions::Source::Segment);
    case MsgidOptions::Source::Snowflake:
      return desk_of(SeqOptions::Source::Snowflake);
  }
  fail("an unknown source of ids");
}

void IdNode::step(const Context& context, Started, Outputs& out) {
  ensure(written_.empty(), "an id service starts with everything durable");
  waiting_.clear();
  leasing_ = founding_ = clock_armed_ = false;
  section_due_ = kNever;
  leaders_ = {};
  for (Desk& desk : desks_) restore(context, desk, out);
}

/// What a new process, or a standby, has of a desk's state.
void IdNode::restore(const Context& context, Desk& desk, Outputs& out) {
  auto* redis = std::get_if<RedisCounter>(&desk.source);
  if (redis != nullptr && desk.care != Care::File) redis->restore(desk.durable);
  if (auto* seqsvr = std::get_if<Seqsvr>(&desk.source)) seqsvr->restore(desk.durable);
  if (auto* section = std::get_if<Section>(&desk.source)) section->clear();
  if (auto* segment = std::get_if<Segment>(&desk.source)) segment->clear();
  if (auto* flake = std::get_if<Snowflake>(&desk.source)) {
    *flake = {};
    lease_worker(context, out);
  }
}

void IdNode::step(const Context& context, Received input, Outputs& out) {
  if (auto* asked = std::get_if<Allocate>(&input.frame)) {
    return serve(context, {input.from, *asked, input.fate}, out);
  }
  if (const auto* news = std::get_if<Leader>(&input.frame)) {
    const Directory& directory = context.directory;
    const std::uint32_t shard = directory.shard_of(input.from);
    const auto& replicas = directory.replicas[shard];
    if (leaders_.learn(shard, news->term, news->leader, input.from, replicas) && news->leader) {
      ask_store_again(context, out);
    }
    return;
  }
  if (const auto* leased = std::get_if<Leased>(&input.frame)) {
    return on_leased(context, *leased, out);
  }
  const auto* reserved = std::get_if<Reserved>(&input.frame);
  ensure(reserved != nullptr, "an id service was sent a frame that is not for it");
  on_reserved(context, *reserved, out);
}

void IdNode::on_reserved(const Context& context, const Reserved& reserved, Outputs& out) {
  if (reserved.count == 0) return ask_store_again(context, out);  // its commit failed
  if (reserved.key == kWorkerKey) {
    leasing_ = false;
    for (Desk& desk : desks_) {
      auto* flake = std::get_if<Snowflake>(&desk.source);
      // Both purposes may share the number: their ids are never compared.
      if (flake != nullptr && !flake->ready()) flake->work_as(reserved.first);
    }
  } else if (reserved.key == kEraKey) {
    begin_era(context, reserved.first);
  } else {
    Desk& desk = desks_[reserved.key == kMsgidKey ? 1 : 0];
    auto* segment = std::get_if<Segment>(&desk.source);
    if (segment != nullptr) {
      segment->grant(reserved.key, reserved.first, reserved.first + reserved.count - 1);
    }
  }
  serve_waiting(context, out);
}

/// While another server has the section, whoever asks waits.
void IdNode::on_leased(const Context& context, const Leased& leased, Outputs& out) {
  auto* section = std::get_if<Section>(&desks_[0].source);
  ensure(section != nullptr, "a section is leased to a server that has none");
  section->grant(leased, context.directory.options.seq.section_lease);
  if (leased.held || leased.wait.ns == 0) return serve_waiting(context, out);
  const Instant due = context.now.steady + leased.wait;
  if (due >= section_due_) return;
  section_due_ = due;
  out.emplace_back(SetTimer{{kSection, 0, ++section_generation_}, leased.wait, {}});
}

void IdNode::step(const Context& context, Persisted input, Outputs& out) {
  ensure(input.records <= written_.size(), "more became durable than was written");
  for (std::uint32_t i = 0; i < input.records; ++i) {
    const Write& write = written_.front();
    std::uint64_t& durable = desks_[write.desk].durable[write.key];
    durable = std::max(durable, write.value);
    const bool told = write.request.fate != CommitFate::FailsAfter;
    if (write.request.from && told) reply(context, write.request, write.number, out);
    if (write.request.from && !told) refuse(context, write.request, out);
    written_.pop_front();
  }
}

void IdNode::step(const Context& context, TimerFired input, Outputs& out) {
  if (input.timer.what == kStore) {
    const bool waits = leasing_ || !waiting_.empty();  // for an era, too
    if (waits && input.timer.generation == store_generation_) ask_store_again(context, out);
    return;
  }
  const bool section = input.timer.what == kSection;
  const std::uint32_t newest = section ? section_generation_ : clock_generation_;
  if (input.timer.generation != newest) return;
  if (section) section_due_ = kNever;
  if (!section) clock_armed_ = false;
  serve_waiting(context, out);
}

void IdNode::step(const Context& context, PeerUp input, Outputs& out) {
  leaders_.up(input.peer);
  ask_store_again(context, out);
}

/// What was asked of the store while it could not be reached never left.
void IdNode::ask_store_again(const Context& context, Outputs& out) {
  if (leasing_) {
    leasing_ = false;
    lease_worker(context, out);
  }
  founding_ = false;
  forget_questions();
  serve_waiting(context, out);
}

void IdNode::forget_questions() {
  for (Desk& desk : desks_) {
    if (auto* section = std::get_if<Section>(&desk.source)) section->ask_again();
    if (auto* segment = std::get_if<Segment>(&desk.source)) segment->ask_again();
  }
}

void IdNode::step(const Context&, PeerDown input, Outputs&) {
  if (input.last) leaders_.down(input.peer);
  forget_questions();
}

void IdNode::recover(const Context& context, std::uint32_t survivors, bool power, Outputs&) {
  ensure(survivors <= written_.size(), "more survived than was written");
  for (std::uint32_t i = 0; i < survivors; ++i) {
    const Write& write = written_.front();
    std::uint64_t& durable = desks_[write.desk].durable[write.key];
    durable = std::max(durable, write.value);
    written_.pop_front();
  }
  written_.clear();
  for (Desk& desk : desks_) {
    auto* redis = std::get_if<RedisCounter>(&desk.source);
    const bool late = redis != nullptr && desk.care == Care::File && power;
    if (late) redis->rewind(last_fsync(context.now.steady));
  }
}

void IdNode::wipe() {
  written_.clear();
  for (Desk& desk : desks_) {
    desk.durable = {};
    if (auto* redis = std::get_if<RedisCounter>(&desk.source)) redis->restore({});
  }
}

bool IdNode::has_standby() const {
  return std::any_of(desks_.begin(), desks_.end(), [](const Desk& desk) { return desk.standby; });
}

bool IdNode::give_way(const Context& context, Duration lag) {
  bool lost = false;
  for (Desk& desk : desks_) {
    auto* redis = std::get_if<RedisCounter>(&desk.source);
    const bool replica = redis != nullptr && desk.care == Care::File && desk.standby;
    if (replica) lost = redis->rewind(context.now.steady - lag) || lost;
  }
  return lost;
}

bool IdNode::take_over(const Context& context, Outputs& out) {
  bool changed = false;
  for (Desk& desk : desks_) {
    if (!desk.standby) continue;
    const bool redis = std::holds_alternative<RedisCounter>(desk.source);
    changed = changed || !redis || (desk.care == Care::Durable && !written_.empty());
    restore(context, desk, out);
  }
  // What was not answered is asked again by whoever stands in front of the two.
  for (Write& write : written_) {
    if (write.request.from) wait(context, write.request, out);
    write.request.from = {};
  }
  serve_waiting(context, out);
  return changed;
}

// Waiting and answering.

void IdNode::wait(const Context& context, const Request& request, Outputs& out) {
  if (waiting_.size() >= kWaitingMax) return reply(context, request, 0, out);
  waiting_.push_back(request);
}

void IdNode::serve_waiting(const Context& context, Outputs& out) {
  for (const Request& request : std::exchange(waiting_, {})) serve(context, request, out);
}

void IdNode::reserve(const Context& context, std::uint64_t key, std::uint32_t count,
                     std::uint64_t above, Outputs& out) {
  ask_store(context, key, Reserve{key, count, above}, out);
}

void IdNode::ask_store(const Context& context, std::uint64_t key, Frame question, Outputs& out) {
  const Directory& directory = context.directory;
  const auto shard = static_cast<std::uint32_t>(key % directory.stores.size());
  const ProcessId store = directory.replicas.empty()
                              ? directory.stores[shard]
                              : leaders_.of(shard, directory.replicas[shard]);
  out.emplace_back(SendTo{store, key, std::move(question)});
  out.emplace_back(SetTimer{{kStore, 0, ++store_generation_}, kStoreAgain, {}});
}

void IdNode::lease_worker(const Context& context, Outputs& out) {
  if (context.directory.options.msgid.worker == MsgidOptions::Worker::Colliding) {
    for (Desk& desk : desks_) {
      if (auto* flake = std::get_if<Snowflake>(&desk.source)) flake->work_as(kCopiedWorker);
    }
    return;
  }
  if (std::exchange(leasing_, true)) return;
  reserve(context, kWorkerKey, 1, 0, out);
}

}  // namespace imstorm
