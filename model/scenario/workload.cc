#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/scenario/fields.h"
#include "model/scenario/look_up.h"
#include "model/scenario/reading.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

constexpr Duration kYear = hours(24 * 365);
constexpr std::uint32_t kBytesMax = 10'000'000;
constexpr std::uint32_t kMessagesMax = 10'000'000;
constexpr std::uint32_t kSendsMax = 100'000;

/// Or may it become one?
bool is_member(const Scenario& scenario, ConvId conv, UserId user) {
  const ConversationSpec& spec = scenario.conversations[conv.index()];
  const auto is = [user](const std::vector<UserId>& users) {
    return std::find(users.begin(), users.end(), user) != users.end();
  };
  return is(spec.members) || is(spec.others);
}

class SendReader {
 public:
  explicit SendReader(Reading& reading) : reading_(reading), problems_(reading.diagnostics) {}

  void read(const Value& table) {
    Fields fields(table, "[[send]]", problems_);
    SendSpec send;
    const Value* from = fields.text("from", true);
    const Value* to = fields.text("to", true);
    if (from != nullptr) send.device = sender(*from);
    if (to != nullptr) {
      send.conv = look_up(reading_.conversations, *to, "conversation", problems_);
    }
    const Value* at = fields.find("at");
    send.at = Instant{} + fields.duration("at", {}, {}, kYear);
    const Duration after = fields.duration("after", {}, {}, kYear);
    send.bytes = fields.count("bytes", send.bytes, 1, kBytesMax);
    send.take_back = fields.duration("take_back", {}, {}, kYear);
    if (const Value* name = fields.text("name", false)) take_name(*name, send);
    if (const Value* reply = fields.text("reply_to", false)) {
      send.reply_to = answered(*reply, send);
      if (at != nullptr) {
        problems_.error(at->place, "a reply has no 'at'", "'after' says how long it waits");
      }
      send.at = Instant{} + after;
    } else if (const Value* value = fields.find("after")) {
      problems_.error(value->place, "'after' is for replies", "it needs reply_to = \"m1\"");
    }
    const std::uint32_t count = fields.count("count", 1, 1, kSendsMax);
    const Duration every = fields.duration("every", {}, {}, kYear);
    fields.finish();
    check_member(from, send);
    add(table, send, count, every);
  }

 private:
  DeviceId sender(const Value& from) {
    const auto user = reading_.users.find(from.text);
    if (user == reading_.users.end()) {
      return look_up(reading_.devices, from, "device", problems_);
    }
    std::string note;
    for (const DeviceSpec& device : reading_.scenario.devices) {
      if (note.empty() && device.user == user->second) note = device.name;
    }
    problems_.error(from.place, fmt::format("'{}' is a user; a device of it must send", from.text),
                    "did you mean '" + note + "'?");
    return {};
  }

  void take_name(const Value& value, SendSpec& send) {
    if (!check_name(value.text, value.place, problems_)) return;
    const auto n = value.text[0] == 'm' ? read_count(value.text.substr(1)) : std::nullopt;
    const auto own = static_cast<std::int64_t>(reading_.scenario.sends.size()) + 1;
    if (n && *n != own) {
      problems_.error(value.place,
                      fmt::format("'{}' is the name of message {} already, and this is "
                                  "message {}",
                                  value.text, *n, own));
    } else if (!names_.emplace(value.text, BodyId{reading_.scenario.sends.size()}).second) {
      problems_.error(value.place, fmt::format("there are two messages '{}'", value.text));
    } else {
      send.name = value.text;
      reading_.message_places.emplace(value.text, value.place);
    }
  }

  /// The message of that name above this one, by its own name or as m<n>.
  BodyId above(const std::string& name) const {
    const auto& sends = reading_.scenario.sends;
    if (const auto named = names_.find(name); named != names_.end()) {
      return named->second.index() < sends.size() ? named->second : BodyId{};
    }
    const auto n = name.substr(0, 1) == "m" ? read_count(name.substr(1)) : std::nullopt;
    const bool there = n && *n >= 1 && *n <= static_cast<std::int64_t>(sends.size());
    if (!there || !sends[static_cast<std::size_t>(*n - 1)].name.empty()) return {};
    return BodyId{static_cast<std::size_t>(*n - 1)};
  }

  std::optional<BodyId> answered(const Value& value, const SendSpec& send) {
    const BodyId body = above(value.text);
    if (!body) {
      problems_.error(value.place, fmt::format("there is no message '{}' above", value.text),
                      did_you_mean(value.text, names_of(names_)));
      return {};
    }
    const SendSpec& question = reading_.scenario.sends[body.index()];
    const bool sure = send.device && question.conv;
    if (sure && !is_member(reading_.scenario, question.conv, user_of(send))) {
      problems_.error(value.place,
                      fmt::format("{} never sees '{}', so it cannot reply to it",
                                  reading_.scenario.devices[send.device.index()].name, value.text));
    }
    return body;
  }

  UserId user_of(const SendSpec& send) const {
    return reading_.scenario.devices[send.device.index()].user;
  }

  void check_member(const Value* from, const SendSpec& send) {
    if (from == nullptr || !send.device || !send.conv) return;
    const UserId user = user_of(send);
    if (is_member(reading_.scenario, send.conv, user)) return;
    problems_.error(
        from->place,
        fmt::format("{} is not a member of '{}'", reading_.scenario.users[user.index()].name,
                    reading_.scenario.conversations[send.conv.index()].name));
  }

  void add(const Value& table, SendSpec send, std::uint32_t count, Duration every) {
    if (reading_.scenario.sends.size() + count > kSendsMax) {
      problems_.error(table.place, fmt::format("more than {} scripted messages", kSendsMax));
      return;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      reading_.scenario.sends.push_back(send);
      send.name.clear();
      send.at += every;
    }
  }

  Reading& reading_;
  Diagnostics& problems_;
  std::map<std::string, BodyId> names_;
};

void read_one_traffic(const Value& table, Reading& reading) {
  Fields fields(table, "[[traffic]]", reading.diagnostics);
  TrafficSpec traffic;
  if (const Value* in = fields.text("in", true)) {
    traffic.conv = look_up(reading.conversations, *in, "conversation", reading.diagnostics);
  }
  if (fields.need("messages") != nullptr) {
    traffic.messages = fields.count("messages", 1, 1, kMessagesMax);
  }
  traffic.from = Instant{} + fields.duration("from", {}, {}, kYear);
  traffic.every = fields.duration("every", traffic.every, nanoseconds(1), kYear);
  traffic.burst = fields.count("burst", traffic.burst, 1, 1'000);
  traffic.reply = fields.ratio("reply", traffic.reply);
  traffic.bytes = fields.count("bytes", traffic.bytes, 1, kBytesMax);
  fields.finish();
  reading.scenario.traffic.push_back(traffic);
}

void read_member(const Value& item, ConversationSpec& conversation, Reading& reading) {
  if (!item.is_text()) {
    reading.diagnostics.error(item.place,
                              "a member is a user's name, found " + describe_kind(item));
    return;
  }
  auto& members = conversation.members;
  if (item.text.find('*') == std::string::npos) {
    const UserId user = look_up(reading.users, item, "user", reading.diagnostics);
    if (!user) return;
    if (std::find(members.begin(), members.end(), user) != members.end()) {
      reading.diagnostics.error(item.place, fmt::format("'{}' is a member twice", item.text));
      return;
    }
    members.push_back(user);
    return;
  }
  const std::set<UserId> there(members.begin(), members.end());
  const auto& users = reading.scenario.users;
  bool any = false;
  for (std::size_t i = 0; i < users.size(); ++i) {
    if (!matches(item.text, users[i].name)) continue;
    any = true;
    if (there.count(UserId{i}) == 0) members.push_back(UserId{i});
  }
  if (!any) {
    reading.diagnostics.error(item.place, fmt::format("no user is called like '{}'", item.text));
  }
}

void read_conversation(const Value::Entry& entry, Reading& reading) {
  Diagnostics& problems = reading.diagnostics;
  if (!check_name(entry.key, entry.place, problems)) return;
  ConversationSpec conversation;
  conversation.name = entry.key;
  if (!entry.value.is_array()) {
    problems.error(
        entry.value.place,
        fmt::format("{} must be a list of users, found {}", entry.key, describe_kind(entry.value)),
        "for example [\"alice\", \"bob\"] or [\"user-*\"]");
  } else if (entry.value.items.empty()) {
    problems.error(entry.value.place, fmt::format("'{}' has no members", entry.key));
  } else {
    for (const Value& item : entry.value.items) read_member(item, conversation, reading);
  }
  reading.conversations.emplace(entry.key, ConvId{reading.scenario.conversations.size()});
  reading.scenario.conversations.push_back(std::move(conversation));
}

}  // namespace

void read_conversations(const Value& conversations, Reading& reading) {
  if (!conversations.is_table()) {
    reading.diagnostics.error(
        conversations.place, "conversations must be a table, found " + describe_kind(conversations),
        "write [conversations], then for each: dm = [\"alice\", \"bob\"]");
    return;
  }
  for (const Value::Entry& entry : conversations.entries) read_conversation(entry, reading);
}

void read_sends(const Value& sends, Reading& reading) {
  SendReader reader(reading);
  each_table(sends, "send", reading.diagnostics, [&](const Value& table) { reader.read(table); });
}

void read_traffic(const Value& traffic, Reading& reading) {
  each_table(traffic, "traffic", reading.diagnostics,
             [&](const Value& table) { read_one_traffic(table, reading); });
}

}  // namespace imstorm
