#include "model/scenario/key.h"

namespace imstorm {

void add_group_keys(KeyList& list) {
  list.choice(
      "protocol.deliver.mode", [](auto& s) -> auto& { return s.protocol.deliver.mode; },
      "how a committed message gets to a connected device",
      {{"notify-pull", "a notification, then a pull from the device's cursor", ""},
       {"push", "the message itself, and nothing is ever pulled: what a socket loses is lost",
        "no-loss, converge, cursor-sound"},
       {"push-prev",
        "the message with the position of its predecessor, pulled where that is missing: "
        "sound, a round trip less",
        ""}});
  list.choice("protocol.group.members", [](auto& s) -> auto& { return s.protocol.group.members; },
              "who of a group sees a message",
              {{"at-position", "who was a member at its position in the log", ""},
               {"at-fanout",
                "who is one when it is handed out: the joiner sees too much, the leaver misses",
                "no-phantom, no-loss"}});
}

}  // namespace imstorm
