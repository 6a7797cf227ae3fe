#pragma once

#include <cstdint>

#include "sim/core/time.h"

namespace imstorm {

/// Where a conversation's numbers come from, and what happens to those that were given out and
/// never used (rule S6). Only `LogPosition` makes number and message one; with every other source
/// an id service gives the number first and the store inserts at it (the split design).
struct SeqOptions {
  enum class Source : std::uint8_t {
    LogPosition,    ///< the append transaction makes the position itself
    RedisSync,      ///< a counter that is durable before it answers (WAIT, appendfsync always)
    RedisAsync,     ///< INCR with an asynchronous replica and appendfsync everysec
    RedisEverysec,  ///< one server, appendfsync everysec
    RedisMemory,    ///< one server, no file
    Seqsvr,         ///< pre-allocated: a bound is durable before the numbers below it are used
    SeqsvrLate,     ///< the same, the bound written after the first use
    Segment,        ///< blocks at several servers: unique, not monotone
    Snowflake,      ///< time, worker, counter: unique, not monotone across servers
  };
  enum class Allocate : std::uint8_t {
    WithAppend,  ///< the writer asks for the next number when the one before is stored
    ThenAppend,  ///< as many as there are messages: 5 is stored before 4
  };
  enum class Insert : std::uint8_t {
    IfAbsent,  ///< a position is decided once: message or tombstone, whichever came first (S6)
    Blind,     ///< whatever is there already (ZADD by score, or a list without a unique key)
  };
  enum class Fence : std::uint8_t {
    EpochInStore,  ///< every append asserts its writer's epoch in the record that it writes (L1)
    LeaseClock,    ///< a writer trusts its own clock until its lease ends
    None,          ///< a former owner may still write
  };
  enum class Recover : std::uint8_t {
    FromLog,    ///< a new writer tells the id service where the log ends
    FromCache,  ///< the id service goes on from what it has kept itself
  };
  enum class Hole : std::uint8_t {
    TombstoneAfterFence,  ///< a new epoch, then tombstones: what was under way can only fail (S6)
    SkipOnTimeout,        ///< readers go past it after a while: the slow write lands behind them
    Stall,                ///< readers wait for it, for ever if need be
  };
  /// Who gives out the numbers of a conversation, where the source is a seqsvr.
  enum class Section : std::uint8_t {
    Fixed,   ///< one server for ever, with its bounds on its own disk
    Leased,  ///< whoever has its lease in the store, where the bounds are
    AtOnce,  ///< whoever is asked: the next server, as soon as one cannot be reached
  };
  Source source = Source::LogPosition;
  Section section = Section::Fixed;
  Allocate allocate = Allocate::WithAppend;
  Insert insert = Insert::IfAbsent;
  Fence fence = Fence::EpochInStore;
  Recover recover = Recover::FromLog;
  Hole hole = Hole::TombstoneAfterFence;
  Duration hole_after = seconds(2);     ///< a number that stays undecided this long is a hole
  Duration lease = seconds(5);          ///< of a writer, where the fence is a clock
  Duration section_lease = seconds(5);  ///< of a server, where sections are leased
  std::uint32_t seqsvr_step = 10'000;   ///< numbers per bound (WeChat's seqsvr), 1 to 1000000
  std::uint32_t segment_step = 1'000;   ///< numbers per block (Meituan's Leaf), 1 to 1000000

  /// True if an id service gives the numbers.
  bool split() const { return source != Source::LogPosition; }
  /// True if any id service may, where it has the section.
  bool moves() const { return source == Source::Seqsvr && section != Section::Fixed; }
};

/// Where the ids of messages come from.
struct MsgidOptions {
  enum class Source : std::uint8_t {
    FromLog,        ///< made of conversation, lineage and position
    RedisSync,      ///< one counter, durable before it answers
    RedisAsync,     ///< INCR with an asynchronous replica
    RedisEverysec,  ///< one server, appendfsync everysec
    RedisMemory,    ///< one server, no file
    Seqsvr,         ///< pre-allocated: a bound is durable before the ids below it are used
    SeqsvrLate,     ///< the same, the bound written after the first use
    Segment,        ///< blocks at several servers
    Snowflake,      ///< 41 bits of milliseconds, 10 of worker, 12 of counter
  };
  enum class ClockBack : std::uint8_t {
    Wait,    ///< no id until the clock has caught up, or a worker id that was never used
    Ignore,  ///< ids as the clock says: those of that time come again
  };
  enum class Worker : std::uint8_t {
    Leased,     ///< a number of the store's, new for each start
    Colliding,  ///< copied from one configuration file: all the same
  };
  /// Of a server that finds nothing of its own when it starts, be its disk lost or new.
  enum class Recover : std::uint8_t {
    NewEra,    ///< an era from the store goes into the upper bits of its ids
    FromDisk,  ///< it begins with 1: ids come again
  };
  Source source = Source::FromLog;
  Recover recover = Recover::NewEra;       ///< of a counter
  ClockBack clock_back = ClockBack::Wait;  ///< of every snowflake, for seqid as well
  Worker worker = Worker::Leased;          ///< likewise

  bool split() const { return source != Source::FromLog; }
  /// True if one server counts them all.
  bool counted() const {
    return split() && source != Source::Segment && source != Source::Snowflake;
  }
};

}  // namespace imstorm
