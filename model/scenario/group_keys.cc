#include "model/scenario/key.h"

namespace imstorm {

void add_group_keys(KeyList& list) {
  list.choice(
      "protocol.deliver.mode", [](auto& s) -> auto& { return s.protocol.deliver.mode; },
      "how a committed message gets to a connected device",
      {{"notify-pull", "a notification, then a pull from the device's cursor", ""},
       {"push", "the message itself, and nothing is ever pulled: what a socket loses is lost",
        "no-loss, converge, cursor-sound", "Socket.IO's default, at most once; Redis pub/sub"},
       {"push-prev",
        "the message with the position of its predecessor, pulled where that is missing: "
        "sound, a round trip less",
        "", "Telegram's pts and pts_count; getDifference on a gap"}});
  list.choice("protocol.group.membership",
              [](auto& s) -> auto& { return s.protocol.group.members; },
              "who of a group sees a message",
              {{"at-position", "who was a member at its position in the log", ""},
               {"at-fanout",
                "who is one when it is handed out: the joiner sees too much, the leaver misses",
                "no-phantom, no-loss, cursor-sound",
                "fan-out jobs that read the member table when they run"}});
  list.needs(needs::kChangingMembers);
  list.choice("protocol.group.fanout", [](auto& s) -> auto& { return s.protocol.group.fanout; },
              "where members find the messages of their conversations",
              {{"read", "in the conversation's log, from which each device pulls", ""},
               {"write-outbox",
                "in an inbox of their own, into which a durable cursor copies them in order: sound",
                "", "the transactional outbox, as Debezium relays it"},
               {"write-direct", "the same, copied once: a crash half way, and some never get them",
                "no-loss, cursor-sound", "fan-out in a Celery task: acknowledged early by default"},
               {"write-retry", "the same, and a copy that is repeated is not recognised",
                "exactly-once", "fan-out in a Sidekiq job: retried as a whole, 25 times"},
               {"write-parallel", "the same, many positions at once: inboxes differ in their order",
                "group-order, sender-fifo, cursor-sound",
                "fan-out from an SQS standard queue: best-effort order"}});
  list.duration(
      "protocol.group.retry_first", [](auto& s) -> auto& { return s.protocol.group.retry_first; },
      milliseconds(1), hours(24),
      "a copy without an answer is repeated after this, doubled each time");
  list.needs(needs::kInboxes);
  list.duration(
      "protocol.group.retry_max", [](auto& s) -> auto& { return s.protocol.group.retry_max; },
      milliseconds(1), hours(24), "the most that this wait grows to");
  list.needs(needs::kInboxes);
}

}  // namespace imstorm
