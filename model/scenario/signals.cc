// The parts [[signal]] and [[signal_traffic]] of a scenario.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/scenario/fields.h"
#include "model/scenario/look_up.h"
#include "model/scenario/messages.h"
#include "model/scenario/reading.h"

namespace imstorm {
namespace {

constexpr Duration kYear = hours(24 * 365);
constexpr std::uint32_t kSignalsMax = 10'000'000;
constexpr std::uint32_t kScriptedMax = 100'000;

/// A signal goes to a user or to a conversation: whichever has that name.
void read_receiver(const Value& to, SignalSpec& signal, Reading& reading) {
  const auto user = reading.users.find(to.text);
  const auto conv = reading.conversations.find(to.text);
  if (user != reading.users.end() && conv != reading.conversations.end()) {
    reading.diagnostics.error(to.place,
                              fmt::format("'{}' is both a user and a conversation", to.text));
  } else if (user != reading.users.end()) {
    signal.to = user->second;
  } else if (conv != reading.conversations.end()) {
    signal.conv = conv->second;
  } else {
    std::vector<std::string> names = names_of(reading.users);
    for (const std::string& name : names_of(reading.conversations)) names.push_back(name);
    reading.diagnostics.error(to.place,
                              fmt::format("there is no user or conversation '{}'", to.text),
                              did_you_mean(to.text, names));
  }
}

void check_member(const Value& from, const SignalSpec& signal, Reading& reading) {
  if (!signal.device || !signal.conv) return;
  const UserId user = reading.scenario.devices[signal.device.index()].user;
  const ConversationSpec& conv = reading.scenario.conversations[signal.conv.index()];
  for (const std::vector<UserId>* users : {&conv.members, &conv.others}) {
    if (std::find(users->begin(), users->end(), user) != users->end()) return;
  }
  reading.diagnostics.error(from.place,
                            fmt::format("{} is not a member of '{}'",
                                        reading.scenario.users[user.index()].name, conv.name));
}

void read_name(const Value& value, SignalSpec& signal, Reading& reading) {
  if (!check_name(value.text, value.place, reading.diagnostics)) return;
  const auto& signals = reading.scenario.signals;
  const bool twice = std::any_of(signals.begin(), signals.end(),
                                 [&](const SignalSpec& s) { return s.name == value.text; });
  if (twice) {
    reading.diagnostics.error(value.place, fmt::format("there are two signals '{}'", value.text));
    return;
  }
  signal.name = value.text;
}

void read_one_signal(const Value& table, Reading& reading) {
  Fields fields(table, "[[signal]]", reading.diagnostics);
  SignalSpec signal;
  const Value* from = fields.text("from", true);
  if (from != nullptr) {
    signal.device = look_up(reading.devices, *from, "device", reading.diagnostics);
  }
  if (const Value* to = fields.text("to", true)) read_receiver(*to, signal, reading);
  if (from != nullptr) check_member(*from, signal, reading);
  signal.at = Instant{} + fields.duration("at", {}, {}, kYear);
  if (const Value* name = fields.text("name", false)) read_name(*name, signal, reading);
  const std::uint32_t count = fields.count("count", 1, 1, kScriptedMax);
  const Duration every = fields.duration("every", {}, {}, kYear);
  fields.finish();
  if (reading.scenario.signals.size() + count > kScriptedMax) {
    reading.diagnostics.error(table.place,
                              fmt::format("more than {} scripted signals", kScriptedMax));
    return;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    reading.scenario.signals.push_back(signal);
    signal.name.clear();
    signal.at += every;
  }
}

void read_one_traffic(const Value& table, Reading& reading) {
  Fields fields(table, "[[signal_traffic]]", reading.diagnostics);
  SignalTrafficSpec traffic;
  if (const Value* in = fields.text("in", true)) {
    traffic.conv = look_up(reading.conversations, *in, "conversation", reading.diagnostics);
  }
  if (fields.need("signals") != nullptr) {
    traffic.signals = fields.count("signals", 1, 1, kSignalsMax);
  }
  traffic.from = Instant{} + fields.duration("from", {}, {}, kYear);
  traffic.every = fields.duration("every", traffic.every, nanoseconds(1), kYear);
  traffic.burst = fields.count("burst", traffic.burst, 1, 1'000);
  traffic.unicast = fields.ratio("unicast", traffic.unicast);
  fields.finish();
  reading.scenario.signal_traffic.push_back(traffic);
}

}  // namespace

void read_signals(const Value& signals, Reading& reading) {
  each_table(signals, "signal", reading.diagnostics,
             [&](const Value& table) { read_one_signal(table, reading); });
}

void read_signal_traffic(const Value& traffic, Reading& reading) {
  each_table(traffic, "signal_traffic", reading.diagnostics,
             [&](const Value& table) { read_one_traffic(table, reading); });
}

void check_signal_names(Reading& reading) {
  const MessageNames names(reading.scenario);
  for (const auto& [name, place] : reading.message_places) {
    const bool scripted = std::any_of(
        reading.scenario.signals.begin(), reading.scenario.signals.end(),
        [&, text = std::string_view(name)](const SignalSpec& s) { return s.name == text; });
    if (scripted || names.is_numbered_signal(name)) {
      reading.diagnostics.error(place, fmt::format("'{}' is the name of a signal", name));
    }
  }
  for (std::size_t i = 0; i < reading.scenario.signals.size(); ++i) {
    const std::string& name = reading.scenario.signals[i].name;
    if (names.is_numbered_signal(name) && name != fmt::format("s{}", i + 1)) {
      reading.diagnostics.error({}, fmt::format("'{}' is the name of another signal", name));
    }
  }
}

}  // namespace imstorm
