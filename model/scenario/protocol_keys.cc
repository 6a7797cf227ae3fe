#include "model/scenario/key.h"

namespace imstorm {
namespace {

void add_route_keys(KeyList& list) {
  list.choice("protocol.route.unicast", [](auto& s) -> auto& { return s.protocol.route.unicast; },
              "which logic process passes on a signal to one user",
              {{"hash", "one per (sender, receiver)", ""},
               {"round-robin", "processes in turn: signals of one sender overtake each other",
                "signal-fifo", "nginx's default for an upstream"},
               {"random", "any process", "signal-fifo", "Dubbo's default load balancing"}});
  list.needs(needs::kSeveralLogics);
  list.choice(
      "protocol.route.group", [](auto& s) -> auto& { return s.protocol.route.group; },
      "which logic process a message goes to",
      {{"hash-group", "one logic process per conversation", ""},
       {"hash-sender",
        "one per sender: sound for chat, whose positions the store makes; owners change often",
        "signal-group-order", "queues and topics keyed by the sender's user id"},
       {"round-robin", "processes in turn: sound for chat, likewise",
        "signal-fifo, signal-group-order; sender-fifo, without outbox.order",
        "Kafka producers without a key, before 2.4"}});
  list.needs(needs::kSeveralLogics);
  list.choice("protocol.route.worker", [](auto& s) -> auto& { return s.protocol.route.worker; },
              "which worker thread an input goes to",
              {{"by-key", "one worker thread per key", ""},
               {"any-free", "whichever is free: two race on one queue, the later finishes first",
                "signal-fifo, signal-group-order; sender-fifo, without outbox.order",
                "RocketMQ's concurrent listeners: a pool of 20 threads"}});
  list.needs(needs::kThreads);
  list.choice("protocol.route.socket", [](auto& s) -> auto& { return s.protocol.route.socket; },
              "which connection of a pair of servers a frame goes over",
              {{"by-key", "one socket per key", ""},
               {"round-robin", "sockets in turn, with unequal delay",
                "signal-fifo, signal-group-order; sender-fifo, without outbox.order",
                "Twemproxy with server_connections above 1"}});
  list.needs(needs::kSockets);
  list.choice(
      "protocol.route.rehash", [](auto& s) -> auto& { return s.protocol.route.rehash; },
      "what a change of the ring does to the keys that move",
      {{"fenced", "the old owner refuses, and what it still sends is dropped", ""},
       {"immediate",
        "the new owner begins while the old one has items queued; chat is saved by the epoch in "
        "the store",
        "signal-fifo, signal-group-order",
        "RabbitMQ's consistent-hash exchange, on a new binding"}});
  list.needs(needs::kChangingRing);
  list.choice("protocol.route.on_slow", [](auto& s) -> auto& { return s.protocol.route.on_slow; },
              "what a gateway does with a logic process that is merely slow",
              {{"wait", "it waits for the one process of the key", ""},
               {"elsewhere",
                "it goes on with another one, and the slow one wakes up behind; chat is saved by "
                "the epoch in the store",
                "signal-fifo, signal-group-order",
                "nginx's proxy_next_upstream: error timeout, its default"}});
  list.choice(
      "protocol.route.resize", [](auto& s) -> auto& { return s.protocol.route.resize; },
      "how a process changes its number of worker threads",
      {{"drain", "the new ones begin when the old ones have nothing left", ""},
       {"immediate",
        "keys move to other threads while items wait in the old ones; chat is saved by the "
        "numbers that the store checks",
        "signal-fifo, signal-group-order", "partitions added to a Kafka topic that has keys"}});
  list.needs(needs::kChangingPools);
  list.duration(
      "protocol.route.slow_after", [](auto& s) -> auto& { return s.protocol.route.slow_after; },
      milliseconds(1), hours(1), "with route.on_slow = elsewhere: no answer for this long is slow");
  list.needs(needs::kSlow);
  list.count(
      "protocol.route.ring_points", [](auto& s) -> auto& { return s.protocol.route.ring_points; },
      1, 1024, "points", "points of each logic process on the consistent-hash ring");
}

void add_session_keys(KeyList& list) {
  const Duration most = hours(24);
  list.choice(
      "protocol.session.takeover", [](auto& s) -> auto& { return s.protocol.session.takeover; },
      "what a new session of a device does to the old one",
      {{"epoch", "fences it everywhere", ""},
       {"both-live",
        "nothing: frames of both are served, and one that is dead may be taken for the newer",
        "no-loss, converge, where a dead connection is registered after the one that lives",
        "Socket.IO, until the old socket's ping times out"}});
  list.choice("protocol.session.egress_full",
              [](auto& s) -> auto& { return s.protocol.session.egress_full; },
              "what happens to a frame for a connection with session.egress_max under way",
              {{"close", "the connection is closed: its device comes back and asks", ""},
               {"drop-frame", "it is left out; masked by the timer that repeats each frame",
                "no-loss, without notify.repeat and session.sync",
                "ZeroMQ PUB at its high-water mark; Mosquitto's queues"}});
  list.duration(
      "protocol.session.heartbeat", [](auto& s) -> auto& { return s.protocol.session.heartbeat; },
      milliseconds(1), most, "a ping after this long without traffic");
  list.count(
      "protocol.session.missed_max", [](auto& s) -> auto& { return s.protocol.session.missed_max; },
      1, 100, "heartbeats", "heartbeats missed before a connection is given up");
  list.duration(
      "protocol.session.connect_timeout",
      [](auto& s) -> auto& { return s.protocol.session.connect_timeout; }, milliseconds(1), most,
      "CONNECT without CONNECTED is tried again after this, or later: attempts in a row wait "
      "longer");
  list.duration(
      "protocol.session.connect_max",
      [](auto& s) -> auto& { return s.protocol.session.connect_max; }, milliseconds(1), most,
      "the most that this wait grows to: a longer way there and back never brings a session");
  list.duration(
      "protocol.session.reconnect_first",
      [](auto& s) -> auto& { return s.protocol.session.reconnect_first; }, milliseconds(1), most,
      "back-off before connecting again, doubled each time");
  list.duration(
      "protocol.session.reconnect_max",
      [](auto& s) -> auto& { return s.protocol.session.reconnect_max; }, milliseconds(1), most,
      "the most that this back-off grows to");
  list.ratio(
      "protocol.session.jitter", [](auto& s) -> auto& { return s.protocol.session.jitter; },
      "spread of every retry timer");
  list.duration(
      "protocol.session.sync", [](auto& s) -> auto& { return s.protocol.session.sync; }, {}, most,
      "period of SYNC while connected; 0s: never");
  list.count(
      "protocol.session.egress_max", [](auto& s) -> auto& { return s.protocol.session.egress_max; },
      1, 10'000'000, "frames", "frames under way on one connection before it is closed");
}

void add_outbox_keys(KeyList& list) {
  const Duration most = hours(24);
  list.choice(
      "protocol.outbox.order", [](auto& s) -> auto& { return s.protocol.outbox.order; },
      "how messages under way keep their order",
      {{"dense-cseq", "a window of consecutive numbers that the store checks", ""},
       {"pipelined", "not at all: m1 lost, m2 accepted, m1 retried", "sender-fifo",
        "Kafka producers without idempotence, max.in.flight above 1"},
       {"stop-and-wait", "one at a time: sound, slow", "", "Mosquitto's max_inflight_messages 1"}});
  list.choice("protocol.outbox.remove", [](auto& s) -> auto& { return s.protocol.outbox.remove; },
              "when a message leaves the outbox",
              {{"on-ack", "when its outcome is known", ""},
               {"on-write", "when its bytes were written to the socket", "no-silent-drop",
                "Kafka acks=0; MQTT QoS 0"}});
  list.choice("protocol.outbox.reconnect",
              [](auto& s) -> auto& { return s.protocol.outbox.reconnect; },
              "what goes first after a reconnect",
              {{"inflight-first", "what had no answer, in order, then new messages", ""},
               {"new-first", "new messages at once, the others when their timer fires",
                "sender-fifo, without outbox.order",
                "Socket.IO 2.4: connect handlers emit before its buffer"}});
  list.choice("protocol.outbox.rejected",
              [](auto& s) -> auto& { return s.protocol.outbox.rejected; },
              "what a message that is refused for good (store.bytes_max) is to those behind it",
              {{"resolved", "one with an outcome: they go on", ""},
               {"blocks", "a hole in the sender's numbers: they wait for ever",
                "no-silent-drop, quiescence, where something is refused",
                "MQTT 3.1.1 brokers that close on a refused PUBLISH"}});
  list.needs(needs::kRefusals);
  list.count(
      "protocol.outbox.window", [](auto& s) -> auto& { return s.protocol.outbox.window; }, 1, 1000,
      "messages", "messages in flight per conversation");
  list.count(
      "protocol.outbox.at_once", [](auto& s) -> auto& { return s.protocol.outbox.at_once; }, 1,
      1000, "conversations",
      "conversations in which a device has messages in flight; the others wait their turn");
  list.duration(
      "protocol.outbox.retry_first", [](auto& s) -> auto& { return s.protocol.outbox.retry_first; },
      milliseconds(1), most, "SEND without an answer is repeated after this, doubled each time");
  list.duration(
      "protocol.outbox.retry_max", [](auto& s) -> auto& { return s.protocol.outbox.retry_max; },
      milliseconds(1), most, "the most that this wait grows to");
}

void add_dedup_keys(KeyList& list) {
  list.choice(
      "protocol.dedup.identity", [](auto& s) -> auto& { return s.protocol.dedup.identity; },
      "what a repeated SEND is recognised by",
      {{"durable-cmid", "an id stored before the first transmission, the same for ever", ""},
       {"per-try", "a new id for each transmission",
        "exactly-once, no-phantom, no-loss, no-silent-drop, ack-safety, sender-fifo",
        "application re-sends above Kafka's idempotent producer"},
       {"volatile-counter",
        "a counter that a restart sets back: a new message is swallowed as a repeat of an old one",
        "no-loss, no-silent-drop", "LoRaWAN ABP devices that restart their frame counter"}});
  list.choice("protocol.dedup.window", [](auto& s) -> auto& { return s.protocol.dedup.window; },
              "how many outcomes the store remembers",
              {{"all", "every one", ""},
               {"last-only", "only the sender's newest: an older message is taken as new",
                "exactly-once, sender-fifo, group-order, causal-order, no-silent-drop",
                "servers with one last-message-id column per sender"},
               {"none", "none: every SEND is taken as new",
                "exactly-once, sender-fifo, group-order, causal-order, no-silent-drop",
                "Kafka producers before 3.0, by default; MQTT QoS 1"},
               {"ttl", "those of the last dedup.ttl: a later retry is taken as new",
                "exactly-once, sender-fifo, group-order, causal-order, no-silent-drop",
                "SQS FIFO queues: 5 minutes; NATS JetStream: 2 minutes"},
               {"lru", "the dedup.lru_max of a conversation that were asked for last",
                "exactly-once, sender-fifo, group-order, causal-order, no-silent-drop",
                "Apache Camel's MemoryIdempotentRepository"}});
  list.duration(
      "protocol.dedup.ttl", [](auto& s) -> auto& { return s.protocol.dedup.ttl; }, milliseconds(1),
      hours(24 * 365), "how long dedup.window = ttl keeps an outcome");
  list.needs(needs::kExpiringOutcomes);
  list.count(
      "protocol.dedup.lru_max", [](auto& s) -> auto& { return s.protocol.dedup.lru_max; }, 1,
      1'000'000, "outcomes", "how many outcomes dedup.window = lru keeps");
  list.needs(needs::kFewOutcomes);
  list.choice("protocol.dedup.write", [](auto& s) -> auto& { return s.protocol.dedup.write; },
              "where the outcome that a repeat is recognised by is written",
              {{"with-append", "in the transaction that appends the message", ""},
               {"before-append",
                "before it, on its own: where the append then fails, the repeat is swallowed",
                "ack-safety, no-silent-drop, read-your-writes, where appends fail",
                "Camel's idempotent consumer, eager; SET NX, then insert"},
               {"memory", "nowhere: a store that comes back takes the repeat as new",
                "exactly-once, sender-fifo, group-order, causal-order, no-silent-drop, quiescence",
                "ActiveMQ Artemis with persist-id-cache off"}});
}

void add_store_keys(KeyList& list) {
  list.choice(
      "protocol.store.commit", [](auto& s) -> auto& { return s.protocol.store.commit; },
      "when an append is answered",
      {{"sync", "when the write is durable", ""},
       {"memory", "at once: a crash forgets what was answered",
        "no-loss, ack-safety, seq-monotonic, no-phantom, signal-fifo, signal-latency, the last "
        "two where members come and go",
        "memcached, or Redis with persistence off"},
       {"everysec", "at once, and made durable now and then: a power cut forgets it",
        "ack-safety, no-loss, seq-monotonic, signal-fifo, signal-latency, the last two where "
        "members come and go",
        "Redis's default appendfsync"}});
  list.needs(needs::kNoReplicas);
  list.duration(
      "protocol.store.flush_every", [](auto& s) -> auto& { return s.protocol.store.flush_every; },
      milliseconds(1), hours(1), "from one sync to the next, with store.commit = everysec");
  list.needs(needs::kNowAndThen);
  list.choice("protocol.store.cache", [](auto& s) -> auto& { return s.protocol.store.cache; },
              "what the ordered message cache is",
              {{"accelerator", "a copy of the newest entries: losing it costs time only", ""},
               {"only-store",
                "the only place where messages are: what is evicted, flushed "
                "or crashed is lost",
                "no-loss, cursor-sound, converge",
                "the article read literally; chats kept as Redis lists"}});
  list.choice(
      "protocol.store.replicate", [](auto& s) -> auto& { return s.protocol.store.replicate; },
      "whose disks an append is on when it is answered, of several replicas",
      {{"quorum", "those of a majority: a new leader has everything", ""},
       {"async",
        "the leader's: what a failover overtakes is lost with its sender, or if store.lineage is "
        "ignored",
        "ack-safety, no-loss", "Redis; MySQL and PostgreSQL by default; Kafka acks=1"}});
  list.needs(needs::kReplicas);
  list.choice(
      "protocol.store.read", [](auto& s) -> auto& { return s.protocol.store.read; },
      "who answers a read, and from what",
      {{"committed-prefix", "the replica that leads, from what is committed", ""},
       {"any-stored", "the same, from what is written: a crash takes back what was read",
        "seq-gap, no-phantom, exactly-once, msgid-unique", "MongoDB's default read concern, local"},
       {"follower-unchecked",
        "any replica, however far behind: an empty answer after a notification", "read-your-writes",
        "MySQL read replicas; MongoDB's secondaryPreferred", &needs::kReplicas},
       {"follower-min-hw", "any replica that knows what the asker knows; else the one that leads",
        "", "MongoDB's causally consistent sessions: afterClusterTime", &needs::kReplicas}});
  list.choice(
      "protocol.store.lineage", [](auto& s) -> auto& { return s.protocol.store.lineage; },
      "what becomes of a conversation of which acknowledged positions may be lost",
      {{"checked", "a new lineage begins: devices go back to what is common, senders submit again",
        ""},
       {"ignored",
        "its numbers are given out again, and devices that are ahead never see what has them",
        "seq-monotonic, no-loss, converge", "Kafka's unclean leader election, before KIP-320"}});
  list.needs(needs::kLineages);
}

void add_store_limits(KeyList& list) {
  const Duration hour = hours(1);
  list.duration(
      "protocol.store.lag", [](auto& s) -> auto& { return s.protocol.store.lag; }, {}, seconds(2),
      "with store.replicate = async, the other replicas get it so much later at most");
  list.needs(needs::kAsyncReplicas);
  list.duration(
      "protocol.store.heartbeat", [](auto& s) -> auto& { return s.protocol.store.heartbeat; },
      milliseconds(1), hour, "a leading replica shows the others that it is there");
  list.needs(needs::kReplicas);
  list.duration(
      "protocol.store.election", [](auto& s) -> auto& { return s.protocol.store.election; },
      milliseconds(1), hour, "silence after which a replica stands for election, up to twice that");
  list.needs(needs::kReplicas);
  list.duration(
      "protocol.store.takeover", [](auto& s) -> auto& { return s.protocol.store.takeover; },
      milliseconds(1), hour, "the same, where the leader's process is known to be gone");
  list.needs(needs::kReplicas);
  list.count(
      "protocol.store.cache_max", [](auto& s) -> auto& { return s.protocol.store.cache_max; }, 1,
      100'000, "messages", "messages of one conversation in a cache; the oldest goes");
  list.count(
      "protocol.store.bytes_max", [](auto& s) -> auto& { return s.protocol.store.bytes_max; }, 0,
      10'000'000, "bytes", "longer messages are refused for good; 0 bytes: no limit");
  list.count(
      "protocol.store.batch_max", [](auto& s) -> auto& { return s.protocol.store.batch_max; }, 1,
      100'000, "commands", "commands made durable by one sync");
}

}  // namespace

void add_protocol_keys(KeyList& list) {
  add_route_keys(list);
  add_session_keys(list);
  add_outbox_keys(list);
  add_dedup_keys(list);
  add_store_keys(list);
  add_store_limits(list);
}

}  // namespace imstorm
