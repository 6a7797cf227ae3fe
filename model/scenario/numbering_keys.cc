#include "model/scenario/key.h"

namespace imstorm {
namespace {

void add_source_keys(KeyList& list) {
  list.choice(
      "protocol.seq.source", [](auto& s) -> auto& { return s.protocol.seq.source; },
      "where a conversation's numbers come from",
      {{"log-position", "the append transaction makes the position; no id service", ""},
       {"redis-sync", "a counter that is durable before it answers", "",
        "Redis INCR with appendfsync always"},
       {"redis-async",
        "INCR with an asynchronous replica and appendfsync everysec: a failover gives numbers out "
        "again",
        "seq-monotonic, without seq.insert",
        "Redis INCR behind Sentinel, whose failover may lose writes"},
       {"redis-everysec",
        "one server, appendfsync everysec: when its machine fails, the last second comes again",
        "seq-monotonic, without seq.insert and seq.recover",
        "Redis INCR, with the appendfsync that it has by default"},
       {"redis-memory", "one server without a file: a restart begins with 1",
        "seq-monotonic, without seq.insert and seq.recover",
        "Redis INCR without persistence, restarted by a supervisor"},
       {"seqsvr", "numbers from memory below a bound that is durable first", "",
        "WeChat's seqsvr; the timestamp oracle of TiDB's PD"},
       {"seqsvr-late", "the same, the bound written after the first use",
        "seq-monotonic, without seq.insert and seq.recover",
        "PostgreSQL's nextval, used before its commit"},
       {"segment", "blocks at several servers: unique, not monotone",
        "seq-monotonic, without seq.insert", "Meituan's Leaf-segment; TiDB's AUTO_INCREMENT"},
       {"snowflake", "time, worker, counter: unique, not monotone across servers",
        "seq-monotonic, without seq.insert; no-silent-drop, quiescence, where a clock goes "
        "back for longer than a run settles",
        "Twitter's Snowflake; Discord's message ids"}});
  list.choice(
      "protocol.seq.section", [](auto& s) -> auto& { return s.protocol.seq.section; },
      "which server of a seqsvr gives out a conversation's numbers",
      {{"fixed", "one for ever: while it is down, nobody gets any", ""},
       {"leased", "who has its lease in the store; another one, when that has run out", "",
        "WeChat's seqsvr, whose arbiter leases sections"},
       {"at-once", "the next, as soon as one cannot be reached: two may use their blocks in turn",
        "seq-gap, without seq.insert and seq.recover",
        "TiDB's AUTO_INCREMENT with a cache on each server"}});
  list.needs(needs::kSeveralSeqsvrs);
  list.choice(
      "protocol.seq.allocate", [](auto& s) -> auto& { return s.protocol.seq.allocate; },
      "when a writer asks for the next number",
      {{"with-append", "when the one before is stored", ""},
       {"then-append", "at once: 5 is stored before 4; masked by store.read, which waits for 4",
        "seq-gap, without store.read",
        "SQL auto-increment ids: transactions commit out of order"}});
  list.needs(needs::kSomethingGiven);
}

void add_hole_keys(KeyList& list) {
  list.choice(
      "protocol.seq.insert", [](auto& s) -> auto& { return s.protocol.seq.insert; },
      "how a message is stored at the number that it was given",
      {{"if-absent", "a position is decided once, by a message or a tombstone", ""},
       {"blind", "whatever is there already; sound where no number comes twice and none comes late",
        "seq-monotonic, without seq.source or seq.fence",
        "Cassandra's INSERT, which is an upsert"}});
  list.needs(needs::kNumbersGiven);
  list.choice(
      "protocol.seq.fence", [](auto& s) -> auto& { return s.protocol.seq.fence; },
      "what keeps a former writer of a conversation out",
      {{"epoch-in-store", "every append asserts its writer's epoch in the record", ""},
       {"lease-clock",
        "its own clock, until the lease ends: a pause longer than that makes two writers; masked "
        "by "
        "seq.insert",
        "seq-monotonic, without seq.insert", "Redlock, as in Kleppmann's article; WeChat's seqsvr"},
       {"none",
        "nothing: a former owner may still write; masked where the append transaction makes the "
        "position, else by seq.insert",
        "seq-monotonic, seq-gap, without seq.insert",
        "Redis Sentinel: a cut-off old master still takes writes"}});
  list.choice(
      "protocol.seq.recover", [](auto& s) -> auto& { return s.protocol.seq.recover; },
      "where an id service goes on from after it has lost numbers",
      {{"from-log", "the end of the log, which a new writer tells it", ""},
       {"from-cache", "what it has kept itself: gives numbers out again; masked by seq.insert",
        "seq-monotonic, without seq.insert", "Redis INCR after a restart from an RDB snapshot"}});
  list.needs(needs::kNumbersGiven);
  list.choice(
      "protocol.seq.hole", [](auto& s) -> auto& { return s.protocol.seq.hole; },
      "what happens to a number that was given out and is not stored",
      {{"tombstone-after-fence", "a new epoch, then a tombstone: a late write can only fail", ""},
       {"skip-on-timeout", "readers go past it: the slow write lands behind every cursor",
        "seq-gap", "Marten's async daemon, after 3 s; Axon's JPA, after 60 s"},
       {"stall", "readers wait for it, for ever if need be",
        "no-silent-drop, quiescence, signal-fifo, signal-latency",
        "Kafka's read_committed behind a hanging transaction"}});
  list.needs(needs::kNumbersGiven);
  list.duration(
      "protocol.seq.hole_after", [](auto& s) -> auto& { return s.protocol.seq.hole_after; },
      milliseconds(1), hours(1), "a number that stays undecided this long is a hole");
  list.needs(needs::kNumbersGiven);
  list.duration(
      "protocol.seq.lease", [](auto& s) -> auto& { return s.protocol.seq.lease; }, milliseconds(1),
      hours(1), "how long a writer's lease lasts, where seq.fence is lease-clock");
  list.needs(needs::kLeaseClock);
  list.duration(
      "protocol.seq.section_lease", [](auto& s) -> auto& { return s.protocol.seq.section_lease; },
      milliseconds(1), hours(1), "how long a server has a section, where seq.section is leased");
  list.needs(needs::kLeasedSections);
  list.count(
      "protocol.seq.seqsvr_step", [](auto& s) -> auto& { return s.protocol.seq.seqsvr_step; }, 1,
      1'000'000, "numbers", "numbers, or ids, per bound of a seqsvr");
  list.needs(needs::kBounds);
  list.count(
      "protocol.seq.segment_step", [](auto& s) -> auto& { return s.protocol.seq.segment_step; }, 1,
      1'000'000, "numbers", "numbers, or ids, per block of a segment server");
  list.needs(needs::kBlocks);
}

void add_msgid_keys(KeyList& list) {
  list.choice(
      "protocol.msgid.source", [](auto& s) -> auto& { return s.protocol.msgid.source; },
      "where the ids of messages come from",
      {{"from-log", "conversation, lineage and position in one number", ""},
       {"redis-sync", "one counter, durable before it answers", "",
        "Redis INCR with appendfsync always"},
       {"redis-async", "INCR with an asynchronous replica: a failover gives ids out again",
        "msgid-unique", "Redis INCR behind Sentinel, whose failover may lose writes"},
       {"redis-everysec",
        "one server, appendfsync everysec: when its machine fails, the last second comes again",
        "msgid-unique", "Redis INCR, with the appendfsync that it has by default"},
       {"redis-memory", "one server without a file: a restart begins with 1",
        "msgid-unique, without msgid.recover",
        "Redis INCR without persistence, restarted by a supervisor"},
       {"seqsvr", "ids from memory below a bound that is durable first", "",
        "WeChat's seqsvr; the timestamp oracle of TiDB's PD"},
       {"seqsvr-late", "the same, the bound written after the first use", "msgid-unique",
        "PostgreSQL's nextval, used before its commit"},
       {"segment", "blocks at several servers", "",
        "Meituan's Leaf-segment; TiDB's AUTO_INCREMENT"},
       {"snowflake", "41 bits of milliseconds, 10 of worker, 12 of counter", "",
        "Twitter's Snowflake; Discord's message ids"}});
  list.choice(
      "protocol.msgid.recover", [](auto& s) -> auto& { return s.protocol.msgid.recover; },
      "where a counter of ids begins that finds nothing of its own: its disk is lost, or new",
      {{"new-era", "in an era from the store, which is in the upper bits of its ids", ""},
       {"from-disk", "with 1, as if nobody had counted before: ids come again", "msgid-unique",
        "a Redis that lost its data directory, and is started again"}});
  list.needs(needs::kCountedIds);
  list.choice("protocol.msgid.clock_back",
              [](auto& s) -> auto& { return s.protocol.msgid.clock_back; },
              "what a snowflake does when its clock has gone back",
              {{"wait", "waits, or takes a worker number that was never used", ""},
               {"ignore", "goes on by the clock: the ids of that time come again", "msgid-unique",
                "the Go package bwmarrin/snowflake before v0.2.0"}});
  list.needs(needs::kSnowflakes);
  list.choice("protocol.msgid.worker", [](auto& s) -> auto& { return s.protocol.msgid.worker; },
              "where a snowflake's worker number comes from",
              {{"leased", "the store gives one out for each start", ""},
               {"colliding", "one configuration file, copied: all the same", "msgid-unique",
                "Sharding-JDBC 3: worker 0 on every server, by default"}});
  list.needs(needs::kSnowflakes);
}

}  // namespace

void add_numbering_keys(KeyList& list) {
  add_source_keys(list);
  add_hole_keys(list);
  add_msgid_keys(list);
}

}  // namespace imstorm
