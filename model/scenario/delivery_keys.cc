#include "model/scenario/key.h"

namespace imstorm {
namespace {

template <class Mechanism>
void add_retry(KeyList& list, const std::string& name, Mechanism mechanism,
               const std::string& what) {
  list.duration(
      name + ".retry_first", [=](auto& s) -> auto& { return mechanism(s).retry_first; },
      milliseconds(1), hours(24), what + " is repeated after this, doubled each time");
  list.duration(
      name + ".retry_max", [=](auto& s) -> auto& { return mechanism(s).retry_max; },
      milliseconds(1), hours(24), "the most that this wait grows to");
}

void add_notify_keys(KeyList& list) {
  list.choice("protocol.notify.repeat", [](auto& s) -> auto& { return s.protocol.notify.repeat; },
              "how often a device is told that there is something to pull",
              {{"until-received", "until its cursor has caught up", ""},
               {"once", "once: masked by session.sync, which repairs it later",
                "no-loss, without session.sync", "Redis pub/sub; PostgreSQL's NOTIFY"}});
  list.needs(needs::kPulls);
  list.choice(
      "protocol.notify.during_pull", [](auto& s) -> auto& { return s.protocol.notify.during_pull; },
      "a notification that arrives during a pull",
      {{"dirty-flag", "is remembered, and pulled afterwards", ""},
       {"drop", "is dropped: a lost wake-up", "no-loss, without notify.repeat and session.sync",
        "sync code that begins: return if already syncing"}});
  list.needs(needs::kPulls);
  list.choice("protocol.notify.target", [](auto& s) -> auto& { return s.protocol.notify.target; },
              "which of several notifications counts",
              {{"max", "the one that names the newest position", ""},
               {"last", "the last: a late NOTIFY(4) overwrites 5",
                "no-loss, without notify.repeat and session.sync",
                "handlers that keep the number of the latest notification"}});
  list.needs(needs::kPulls);
  list.choice(
      "protocol.notify.subscribe", [](auto& s) -> auto& { return s.protocol.notify.subscribe; },
      "when a new subscription begins to count",
      {{"before-snapshot", "before the head is read", ""},
       {"after-snapshot", "when the head has been read: what is committed meanwhile goes unnoticed",
        "no-loss, without notify.repeat and session.sync",
        "SELECT, then LISTEN: PostgreSQL's manual warns of it"}});
  list.choice("protocol.notify.presence",
              [](auto& s) -> auto& { return s.protocol.notify.presence; },
              "what the end of a session takes away",
              {{"compare-and-delete", "its own presence only", ""},
               {"unconditional", "the device's: a late end of the old session silences the new one",
                "signal-latency, where members come and go; no-loss, without session.sync",
                "Socket.IO disconnect handlers, as in its issue 4273"}});
  add_retry(
      list, "protocol.notify", [](auto& s) -> auto& { return s.protocol.notify; },
      "NOTIFY of a device that is behind");
}

void add_pull_keys(KeyList& list) {
  list.choice(
      "protocol.pull.cursor", [](auto& s) -> auto& { return s.protocol.pull.cursor; },
      "how far a pulled page moves the cursor",
      {{"proven-coverage", "to the last position that the page examined", ""},
       {"server-head", "to the newest position the server named: what is between is lost",
        "no-loss, cursor-sound", "Kafka's auto.offset.reset=latest, where no offset is kept",
        &needs::kPulls},
       {"own-ack", "SEND_ACK of an own message moves it too: what others sent before is lost",
        "no-loss, cursor-sound", "clients with one last id for what they send and receive"},
       {"requested-end", "to the end of the range asked for, whatever the page held",
        "no-loss, seq-gap", "eth_getLogs indexers on lagging nodes, geth issue 24078",
        &needs::kPulls},
       {"live-message",
        "a pushed message moves it too: what was missed before it is lost; as sound as the default "
        "while nothing is pushed",
        "no-loss, cursor-sound, with deliver.mode = push-prev",
        "Convos for iOS, until its pull request 1060", &needs::kPushesBehind},
       {"client-clock", "the device asks for what was written since it asked last, by its clock",
        "no-loss, cursor-sound", "Rocket.Chat's mobile app, until its pull request 7523",
        &needs::kPulls}});
  list.choice("protocol.pull.page", [](auto& s) -> auto& { return s.protocol.pull.page; },
              "which part of a backlog a page holds",
              {{"oldest-first", "the oldest", ""},
               {"newest-first", "the newest: the backlog beyond a page is skipped",
                "no-loss, cursor-sound", "Matrix /sync, where a client ignores its limited flag"}});
  list.needs(needs::kLongBacklogs);
  list.choice("protocol.pull.stale_reply",
              [](auto& s) -> auto& { return s.protocol.pull.stale_reply; },
              "an answer to an earlier request",
              {{"refused", "is ignored", ""},
               {"accepted", "is applied like any other", "exactly-once, converge, quiescence",
                "web pages that fetch unguarded: React's docs warn of it"}});
  list.needs(needs::kPulls);
  list.count(
      "protocol.pull.limit", [](auto& s) -> auto& { return s.protocol.pull.limit; }, 1, 1000,
      "entries", "entries per page");
  list.count(
      "protocol.pull.at_once", [](auto& s) -> auto& { return s.protocol.pull.at_once; }, 1, 1000,
      "conversations", "conversations that a device asks for at once; the others wait their turn");
  add_retry(
      list, "protocol.pull", [](auto& s) -> auto& { return s.protocol.pull; }, "PULL without DATA");
}

void add_ack_keys(KeyList& list) {
  list.choice(
      "protocol.ack.when", [](auto& s) -> auto& { return s.protocol.ack.when; },
      "when a device acknowledges a page",
      {{"after-persist", "when it is durable", ""},
       {"on-receipt",
        "before it is durable: what a crash undoes may be trimmed by then, if the device's disk is "
        "slower than ack.report_every; masked by CONNECT, which tells the true cursor, and by "
        "consume.phases: what trims is the second one's cursor",
        "no-loss, with consume.phases = one", "RabbitMQ's automatic acknowledgement mode"}});
  list.choice(
      "protocol.ack.carry", [](auto& s) -> auto& { return s.protocol.ack.carry; },
      "how the acknowledgement travels",
      {{"piggyback-delayed", "on the next pull, or alone after ack.delay", ""},
       {"per-pull", "alone after every page: sound, one more packet", "",
        "the article's first form; Kafka's commitSync per poll"},
       {"piggyback-only", "on the next pull only: the last one before a silence never leaves",
        "no-loss, without notify.repeat and session.sync",
        "the article's second form; Telegram bots' getUpdates"},
       {"none", "not at all: CONNECT and SYNC alone say how far a device is",
        "no-loss, without session.sync",
        "Server-Sent Events: Last-Event-ID on reconnecting only"}});
  list.choice(
      "protocol.ack.value", [](auto& s) -> auto& { return s.protocol.ack.value; },
      "what a device acknowledges",
      {{"contiguous", "the position up to which it has everything", ""},
       {"highest",
        "the newest that arrived, 5 without 4; masked by pages, which come in order, and by "
        "phase two, whose cursor trims",
        "no-loss, with deliver.mode = push-prev and consume.phases = one",
        "Kafka consumers with a thread pool that commit the newest"}});
  list.needs(needs::kPushes);
  list.choice("protocol.ack.apply", [](auto& s) -> auto& { return s.protocol.ack.apply; },
              "which of several acknowledgements counts",
              {{"max", "the furthest", ""},
               {"last", "the last to arrive: they overtake each other",
                "quiescence, without notify.repeat, session.sync and consume.phases",
                "Kafka's offset commits, where a later one may go back"}});
}

void add_trim_keys(KeyList& list) {
  list.choice(
      "protocol.ack.trim", [](auto& s) -> auto& { return s.protocol.ack.trim; },
      "what the store may forget",
      {{"min-device", "what every registered device has consumed", ""},
       {"max-device", "what any device has consumed: the phone in the drawer loses", "no-loss",
        "one work queue for all devices: NATS WorkQueuePolicy"},
       {"per-user", "what one device of each user has consumed: the user's other device loses",
        "no-loss", "POP3 clients that delete; XMPP's offline storage, XEP-0160"},
       {"window",
        "all but the newest ack.window, as a bounded resume queue: who is away for longer "
        "loses",
        "no-loss", "Redis Streams with MAXLEN; Socket.IO's adapter on them", &needs::kLongLogs}});
  list.count(
      "protocol.ack.window", [](auto& s) -> auto& { return s.protocol.ack.window; }, 1, 1'000'000,
      "entries", "entries that ack.trim = window keeps");
  list.needs(needs::kWindow);
  list.duration(
      "protocol.ack.retain", [](auto& s) -> auto& { return s.protocol.ack.retain; }, {},
      hours(24 * 365),
      "how long the server keeps what a device that it does not hear of has not consumed; 0s: for "
      "ever");
  list.needs(needs::kNoInboxes);
}

void add_promise_keys(KeyList& list) {
  list.choice("protocol.ack.sender", [](auto& s) -> auto& { return s.protocol.ack.sender; },
              "when the sender is told \"sent\"",
              {{"after-commit", "when the message is committed", ""},
               {"at-gateway", "when the gateway has forwarded it",
                "ack-safety, no-silent-drop, read-your-writes",
                "XEP-0198: a stanza that was routed on counts as handled"},
               {"in-memory", "when a logic process has it in its memory",
                "ack-safety, no-silent-drop, read-your-writes",
                "RabbitMQ's confirms of transient messages"}});
  list.duration(
      "protocol.ack.delay", [](auto& s) -> auto& { return s.protocol.ack.delay; }, {}, hours(24),
      "a stand-alone ACK waits this long for a pull to ride on");
  list.duration(
      "protocol.ack.report_every", [](auto& s) -> auto& { return s.protocol.ack.report_every; },
      milliseconds(1), hours(24), "cursors are reported to the store this often");
}

void add_consume_keys(KeyList& list) {
  list.choice("protocol.consume.phases", [](auto& s) -> auto& { return s.protocol.consume.phases; },
              "who says that the app may show a stored message",
              {{"two-server", "the server's notice after the device's ACK, as MQTT QoS 2", ""},
               {"two-local", "the SDK by itself after storing: sound, a round trip less", "",
                "apps that show what the SDK's local database holds"},
               {"one", "nobody: stored and shown in one step; sound where that is one transaction",
                "", "MQTT QoS 2, Method B of its figure 4.3"}});
  list.choice("protocol.consume.state", [](auto& s) -> auto& { return s.protocol.consume.state; },
              "the cursor of what the app has taken",
              {{"durable", "is written with the app's effect, in one transaction", ""},
               {"volatile", "is forgotten by a restart: a repeated notice consumes again",
                "exactly-once", "Paho for Python: its session is in memory only"}});
  list.choice(
      "protocol.consume.duplicate", [](auto& s) -> auto& { return s.protocol.consume.duplicate; },
      "how phase one recognises what it has stored before",
      {{"recv-cursor", "by the request that it answers and by the receive cursor", ""},
       {"row-exists",
        "by its row, which goes when the message is consumed: late DATA is stored again; masked by "
        "phase two, which has a cursor of its own",
        "exactly-once, with consume.phases = one",
        "MQTT QoS 2: a packet id is free again after PUBREL"},
       {"republish", "not at all: a repeat is a new message", "exactly-once, quiescence",
        "MQTT QoS 1: after PUBACK, its packet id is a new message"},
       {"dup-flag", "by the sender's flag \"sent before\", taken as proof",
        "no-loss, cursor-sound; exactly-once, with consume.phases = one",
        "MQTT receivers that trust DUP: the standard warns of it"},
       {"ttl",
        "by its row, or for consume.duplicate_ttl after it was consumed; masked by phase two",
        "exactly-once, with consume.phases = one",
        "CoAP: message ids are kept for EXCHANGE_LIFETIME, 247 s"}});
  list.duration(
      "protocol.consume.duplicate_ttl",
      [](auto& s) -> auto& { return s.protocol.consume.duplicate_ttl; }, milliseconds(1),
      hours(24 * 365), "how long consume.duplicate = ttl remembers");
  list.needs(needs::kExpiringRows);
  list.choice(
      "protocol.consume.commit", [](auto& s) -> auto& { return s.protocol.consume.commit; },
      "when the cursor of what the app has taken is written (not with consume.phases = one)",
      {{"with-effect", "with the app's effect, in one transaction", ""},
       {"before-effect", "before it: a crash in between loses the message", "no-loss",
        "Kafka consumers that commit, then process: at most once"},
       {"after-effect", "after it: a crash in between repeats the message", "exactly-once",
        "Kafka consumers that process, then commit: at least once"}});
  list.needs(needs::kTwoPhases);
  list.choice(
      "protocol.consume.permit", [](auto& s) -> auto& { return s.protocol.consume.permit; },
      "what a notice of the server permits (consume.phases = two-server)",
      {{"cumulative", "everything up to a position", ""},
       {"per-message", "one message, in the order in which the notices arrive; masked by streams",
        "sender-fifo, group-order, with link.edge.transport = datagram",
        "MQTT's PUBREL: one for each packet id"}});
  list.needs(needs::kNotices);
  add_retry(
      list, "protocol.consume", [](auto& s) -> auto& { return s.protocol.consume; },
      "CONSUME without CONSUME_ACK");
}

void add_client_keys(KeyList& list) {
  list.choice("protocol.client.order", [](auto& s) -> auto& { return s.protocol.client.order; },
              "in which order the app shows messages",
              {{"by-seq", "the server's", ""},
               {"by-timestamp", "the senders' clocks': skewed clocks reorder",
                "sender-fifo, group-order, causal-order, no-loss",
                "Signal for iOS in 2015, issue 655; iamb, issue 421"}});
  list.choice("protocol.client.cache", [](auto& s) -> auto& { return s.protocol.client.cache; },
              "the device's cache: the largest seqid received, and what is not yet shown",
              {{"durable", "survives a restart of the app", ""},
               {"lost", "does not; masked by the app's own set of message ids",
                "exactly-once, with client.msgids = lost",
                "Safari: a site's storage goes after 7 days without a visit"}});
  list.choice(
      "protocol.client.msgids", [](auto& s) -> auto& { return s.protocol.client.msgids; },
      "the app's own set of the messages that it has shown, when the cache is lost",
      {{"kept", "is kept, and tells what comes again from what is new", ""},
       {"lost", "is lost as well: the history cannot be told from new messages",
        "exactly-once, where a cache is lost", "a new phone, or a reinstall without a backup"}});
  list.needs(needs::kLostCaches);
}

}  // namespace

void add_delivery_keys(KeyList& list) {
  add_notify_keys(list);
  add_pull_keys(list);
  add_ack_keys(list);
  add_trim_keys(list);
  add_promise_keys(list);
  add_consume_keys(list);
  add_client_keys(list);
}

}  // namespace imstorm
