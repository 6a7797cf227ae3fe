#include <fmt/format.h>

#include "model/scenario/parse.h"

namespace imstorm {
namespace {

/// {} is the scenario's name.
constexpr std::string_view kTemplate = R"(# {0}: say here what this scenario is about.
#
#   imstorm run {0}.toml              one run, with the seed below
#   imstorm run {0}.toml --seed 7     another one
#   imstorm keys                      every key of the tables below, with its default

title = "{0}"
seed  = 1

[users]                                 # alice has two devices, bob's network is bad
alice = ["phone", "laptop"]
bob   = {{ devices = ["phone"], link = "bad" }}
guest = {{ count = 3, devices = 2 }}      # guest-1 to guest-3, each with a phone and a laptop

[conversations]
dm   = ["alice", "bob"]
team = ["alice", "bob", "guest-*"]

[[send]]                                # one message that faults can call by its name
from = "alice.phone"
to   = "dm"
at   = "1s"
name = "hello"

[[traffic]]                             # and 20 by chance; then silence
in       = "team"
messages = 20
every    = "200ms"
reply    = "10%"

[faults]                                # each a sentence
list = [
  "drop SEND_ACK hello, first try, any -> alice.phone",
  "take bob.phone offline from 2s to 6s",
  "crash logic-1 at 3s, restart after 1s",
]

# [storm]                               # faults by chance: try it
# profile = "bad"
# length  = "30s"

# [protocol]                            # another design: imstorm list policies
# ack.carry = "piggyback-only"

[expect]
verdict = "holds"
)";

}  // namespace

std::string template_scenario(std::string_view name) {
  return fmt::format(fmt::runtime(kTemplate), name);
}

}  // namespace imstorm
