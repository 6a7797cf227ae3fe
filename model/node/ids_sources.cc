// How an id service answers one request, by each mechanism.
#include <algorithm>
#include <utility>

#include "model/node/ids.h"
#include "model/node/ids_key.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

/// A clock that is behind by more than this is not waited for: a new worker number is.
constexpr std::uint64_t kPatienceMs = 1'000;
constexpr Duration kClockAgain = milliseconds(5);
/// A clock may be wrong by years, and be set right at any time: it is looked at so often.
constexpr std::uint64_t kClockLookMs = 1'000;

/// Ids in an era: 2 to the power of this.
constexpr unsigned kEraBits = 24;

}  // namespace

IdNode::Desk& IdNode::desk_for(const Allocate& asked) {
  return desks_[asked.what == Allocate::What::Msgid ? 1 : 0];
}
const IdNode::Desk& IdNode::desk_for(const Allocate& asked) const {
  return desks_[asked.what == Allocate::What::Msgid ? 1 : 0];
}

/// A counter of ids that finds nothing of its own may have had a predecessor.
bool IdNode::lacks_era(const Context& context, const Request& request) const {
  const MsgidOptions& options = context.directory.options.msgid;
  if (request.asked.what != Allocate::What::Msgid || !options.counted()) return false;
  if (options.recover != MsgidOptions::Recover::NewEra) return false;
  const Source& source = desks_[1].source;
  const auto* seqsvr = std::get_if<Seqsvr>(&source);
  const std::uint64_t newest = seqsvr != nullptr ? seqsvr->value(kMsgidKey)
                                                 : std::get<RedisCounter>(source).value(kMsgidKey);
  return newest == 0;
}

/// No two servers, and no two lives of one, count in the same era.
void IdNode::begin_era(const Context& context, std::uint64_t era) {
  founding_ = false;
  Source& source = desks_[1].source;
  if (auto* seqsvr = std::get_if<Seqsvr>(&source)) seqsvr->raise(kMsgidKey, era << kEraBits);
  if (auto* redis = std::get_if<RedisCounter>(&source)) {
    redis->raise(kMsgidKey, era << kEraBits, context.now.steady);
  }
}

bool IdNode::commits(const Context& context, const Frame& frame) const {
  const auto* asked = std::get_if<Allocate>(&frame);
  if (asked == nullptr || lacks_era(context, {{}, *asked})) return false;
  const Desk& desk = desk_for(*asked);
  const auto* seqsvr = std::get_if<Seqsvr>(&desk.source);
  if (seqsvr == nullptr) return desk.care == Care::Durable;
  const std::uint64_t key = count_key(context, *asked);
  const std::uint64_t newest = std::max(seqsvr->value(key), asked->above);
  if (asked->what == Allocate::What::Peek) return newest > seqsvr->value(key);
  const std::uint64_t* durable = desk.durable.find(key);
  const std::uint64_t bound = desk.care == Care::Late ? seqsvr->bound(key)
                              : durable != nullptr    ? *durable
                                                      : 0;
  return newest >= bound;
}

void IdNode::serve(const Context& context, const Request& request, Outputs& out) {
  if (lacks_era(context, request)) {
    wait(context, request, out);
    if (!std::exchange(founding_, true)) reserve(context, kEraKey, 1, 0, out);
    return;
  }
  Desk& desk = desk_for(request.asked);
  std::visit([&](auto& source) { serve(context, desk, source, request, out); }, desk.source);
}

void IdNode::serve(const Context& context, Desk& desk, RedisCounter& redis, const Request& request,
                   Outputs& out) {
  if (desk.care == Care::Durable && request.fate == CommitFate::FailsBefore) {
    return refuse(context, request, out);
  }
  const std::uint64_t key = count_key(context, request.asked);
  const Instant now = context.now.steady;
  std::uint64_t number = 0;
  if (request.asked.what == Allocate::What::Peek) {
    redis.raise(key, request.asked.above, now);
    number = redis.value(key);
  } else {
    number = redis.next(key, request.asked.above, now);
  }
  if (desk.care != Care::Durable) return reply(context, request, number, out);
  write(context, desk, request, number, number, out);
}

void IdNode::serve(const Context& context, Desk& desk, Seqsvr& seqsvr, const Request& request,
                   Outputs& out) {
  const bool peek = request.asked.what == Allocate::What::Peek;
  const bool fails = request.fate == CommitFate::FailsBefore;
  const bool waits = desk.care == Care::Durable || peek;
  if (fails && waits && commits(context, request.asked)) return refuse(context, request, out);
  const std::uint64_t key = count_key(context, request.asked);
  if (peek) {
    // Nothing below the log's end is given out from now on, also after a start.
    const std::uint64_t newest = std::max(seqsvr.value(key), request.asked.above);
    if (newest == seqsvr.value(key)) return reply(context, request, newest, out);
    seqsvr.raise(key, newest);
    return write(context, desk, request, newest, newest, out);
  }
  const std::uint32_t step = context.directory.options.seq.seqsvr_step;
  const Seqsvr::Given given = seqsvr.next(key, request.asked.above, step);
  const std::uint64_t bound = seqsvr.bound(key);
  const std::uint64_t* durable = desk.durable.find(key);
  const bool covered = durable != nullptr && given.number <= *durable;
  if (desk.care == Care::Late) {
    reply(context, request, given.number, out);
    if (given.bound == 0 || fails) return;
    write(context, desk, {{}, request.asked}, given.bound, given.number, out);
    return;
  }
  if (covered) return reply(context, request, given.number, out);
  write(context, desk, request, bound, given.number, out);
}

void IdNode::serve(const Context& context, Desk&, Section& section, const Request& request,
                   Outputs& out) {
  const std::uint64_t key = count_key(context, request.asked);
  const SeqOptions& options = context.directory.options.seq;
  const Instant now = context.now.steady;
  const bool peek = request.asked.what == Allocate::What::Peek;
  const auto number = peek ? section.newest(key, request.asked.above, now)
                           : section.next(key, request.asked.above, now);
  const auto wanted = section.wants(key, options.seqsvr_step, options.section_lease, now);
  if (wanted) ask_store(context, key, *wanted, out);
  if (number) return reply(context, request, *number, out);
  wait(context, request, out);
}

void IdNode::serve(const Context& context, Desk&, Segment& segment, const Request& request,
                   Outputs& out) {
  const std::uint64_t key = count_key(context, request.asked);
  const std::uint32_t step = context.directory.options.seq.segment_step;
  if (request.asked.what == Allocate::What::Peek) {
    return reply(context, request, std::max(segment.value(key), request.asked.above), out);
  }
  const auto number = segment.next(key, request.asked.above);
  if (segment.wants(key, step)) reserve(context, key, step, request.asked.above, out);
  if (number) return reply(context, request, *number, out);
  wait(context, request, out);
}

void IdNode::serve(const Context& context, Desk&, Snowflake& flake, const Request& request,
                   Outputs& out) {
  if (request.asked.what == Allocate::What::Peek) {
    return reply(context, request, std::max(flake.value(), request.asked.above), out);
  }
  const MsgidOptions& options = context.directory.options.msgid;
  const bool careful = options.clock_back == MsgidOptions::ClockBack::Wait;
  const std::uint64_t behind = flake.ready() ? flake.behind(context.now.wall) : 0;
  if (careful && behind > kPatienceMs && options.worker == MsgidOptions::Worker::Leased) {
    flake.retire();
    lease_worker(context, out);
  }
  const bool now = flake.ready() && (!careful || behind == 0);
  const auto number = now ? flake.next(context.now.wall) : std::nullopt;
  if (number) return reply(context, request, *number, out);
  wait(context, request, out);
  if (!flake.ready() || clock_armed_) return;
  clock_armed_ = true;
  const auto wait_ms = static_cast<std::int64_t>(std::min(behind, kClockLookMs));
  const Duration again = std::max(kClockAgain, milliseconds(wait_ms));
  out.emplace_back(SetTimer{{kClock, 0, ++clock_generation_}, again, {}});
}

void IdNode::write(const Context& context, Desk& desk, const Request& request, std::uint64_t value,
                   std::uint64_t number, Outputs& out) {
  const Allocate& asked = request.asked;
  const bool msgid = asked.what == Allocate::What::Msgid;
  Write made;
  made.desk = msgid ? 1 : 0;
  ensure(&desk == &desks_[made.desk], "a write for the other desk");
  made.key = count_key(context, asked);
  made.value = value;
  made.request = request;
  made.number = number;
  written_.push_back(made);
  out.emplace_back(Persist{1});
}

void IdNode::reply(const Context& context, const Request& request, std::uint64_t number,
                   Outputs& out) {
  const Allocate& asked = request.asked;
  out.emplace_back(
      SendTo{request.from, context.directory.key_of(asked.conv),
             Allocated{asked.conv, asked.what, asked.draft, number, asked.body, asked.attempt}});
}

/// Nobody knows whether it was committed.
void IdNode::refuse(const Context& context, const Request& request, Outputs& out) {
  const Allocate& asked = request.asked;
  Allocated failed{asked.conv, asked.what, asked.draft, 0, asked.body, asked.attempt};
  failed.failed = true;
  out.emplace_back(SendTo{request.from, context.directory.key_of(asked.conv), failed});
}

}  // namespace imstorm
