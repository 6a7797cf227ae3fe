#include "model/scenario/members.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "model/scenario/fields.h"
#include "model/scenario/look_up.h"
#include "model/scenario/text.h"
#include "sim/core/ensure.h"

namespace imstorm {
namespace {

constexpr Duration kYear = hours(24 * 365);
constexpr std::uint32_t kChangesMax = 100'000;

struct Deed {
  const char* word;
  Content content;
  const char* done;  // for the name of the change
};
constexpr std::array<Deed, 3> kDeeds = {{{"join", Content::Join, "joins"},
                                         {"leave", Content::Leave, "leaves"},
                                         {"kick", Content::Kick, "is-kicked"}}};

const Deed& deed_of(Content content) {
  const auto is = [content](const Deed& deed) { return deed.content == content; };
  const auto found = std::find_if(kDeeds.begin(), kDeeds.end(), is);
  ensure(found != kDeeds.end(), "a text changes no membership");
  return *found;
}

}  // namespace

const char* word_of(Content change) { return deed_of(change).word; }

std::string name_of_change(const Scenario& scenario, const SendSpec& change) {
  const std::string name = fmt::format("{}-{}", scenario.users[change.subject.index()].name,
                                       deed_of(change.content).done);
  const auto used = [&](const std::string& wanted) {
    return std::any_of(scenario.sends.begin(), scenario.sends.end(),
                       [&](const SendSpec& send) { return send.name == wanted; });
  };
  std::string numbered = name;
  for (std::size_t n = 2; used(numbered); ++n) numbered = fmt::format("{}-{}", name, n);
  return numbered;
}

void MemberReader::may_join(ConvId conv, UserId user) {
  ConversationSpec& spec = reading_.scenario.conversations[conv.index()];
  const auto is = [user](const std::vector<UserId>& users) {
    return std::find(users.begin(), users.end(), user) != users.end();
  };
  if (!is(spec.members) && !is(spec.others)) spec.others.push_back(user);
}

/// Whose device asks for the change: the one that is named, or the user's own first.
DeviceId MemberReader::author(const Value* by, const Value& table, const SendSpec& change) {
  const Scenario& scenario = reading_.scenario;
  if (by != nullptr) {
    const DeviceId device = look_up(reading_.devices, *by, "device", reading_.diagnostics);
    if (!device) return {};
    const bool own = scenario.devices[device.index()].user == change.subject;
    if (change.content == Content::Leave && !own) {
      reading_.diagnostics.error(by->place, "only a device of the one who leaves can ask for it",
                                 "for somebody else, write kick = instead of leave =");
    } else if (change.content == Content::Kick && own) {
      reading_.diagnostics.error(by->place, "nobody is thrown out by themselves",
                                 "write leave = instead of kick =");
    }
    return device;
  }
  if (change.content == Content::Kick) {
    reading_.diagnostics.error(table.place, "[[member]] kick needs 'by': a device of a member",
                               "by = \"alice.phone\"");
    return {};
  }
  for (std::size_t d = 0; d < scenario.devices.size(); ++d) {
    if (scenario.devices[d].user == change.subject) return DeviceId(d);
  }
  return {};
}

void MemberReader::read_member(const Value& table) {
  Fields fields(table, "[[member]]", reading_.diagnostics);
  SendSpec change;
  change.bytes = 20;
  const Value* who = nullptr;
  for (const Deed& deed : kDeeds) {
    const Value* named = fields.text(deed.word, false);
    if (named == nullptr) continue;
    if (who != nullptr) {
      reading_.diagnostics.error(named->place, "a [[member]] is one change",
                                 "write a [[member]] for each");
    }
    who = named;
    change.content = deed.content;
  }
  if (who == nullptr) {
    reading_.diagnostics.error(table.place, "[[member]] needs one of join, leave and kick",
                               "for example join = \"carol\"");
  } else {
    change.subject = look_up(reading_.users, *who, "user", reading_.diagnostics);
  }
  if (const Value* in = fields.text("in", true)) {
    change.conv = look_up(reading_.conversations, *in, "conversation", reading_.diagnostics);
  }
  change.at = Instant{} + fields.duration("at", {}, {}, kYear);
  const Value* by = fields.text("by", false);
  fields.finish();
  if (!change.subject || !change.conv) return;
  change.device = author(by, table, change);
  if (!change.device) return;
  may_join(change.conv, change.subject);
  may_join(change.conv, reading_.scenario.devices[change.device.index()].user);
  changes_.push_back(change);
  places_.push_back(who->place);
}

void MemberReader::read_one_churn(const Value& table) {
  Fields fields(table, "[[churn]]", reading_.diagnostics);
  ChurnSpec churn;
  if (const Value* in = fields.text("in", true)) {
    churn.conv = look_up(reading_.conversations, *in, "conversation", reading_.diagnostics);
  }
  if (fields.need("changes") != nullptr) {
    churn.changes = fields.count("changes", 1, 1, kChangesMax);
  }
  churn.from = Instant{} + fields.duration("from", {}, {}, kYear);
  churn.every = fields.duration("every", churn.every, nanoseconds(1), kYear);
  churn.kicks = fields.ratio("kicks", churn.kicks);
  const Value* who = fields.text("who", false);
  fields.finish();
  if (who != nullptr) churn.who = who->text;
  const auto& users = reading_.scenario.users;
  for (std::size_t u = 0; u < users.size(); ++u) {
    if (matches(churn.who, users[u].name)) churn.users.push_back(UserId(u));
  }
  if (churn.users.empty()) {
    reading_.diagnostics.error(who == nullptr ? table.place : who->place,
                               fmt::format("no user is called like '{}'", churn.who));
  }
  if (!churn.conv) return;
  for (const UserId user : churn.users) may_join(churn.conv, user);
  reading_.scenario.churn.push_back(std::move(churn));
}

void MemberReader::read_members(const Value& members) {
  each_table(members, "member", reading_.diagnostics,
             [this](const Value& table) { read_member(table); });
}

void MemberReader::read_churn(const Value& churn) {
  each_table(churn, "churn", reading_.diagnostics,
             [this](const Value& table) { read_one_churn(table); });
}

/// In the order of their times: who joins that is in already, or goes that is not. Whom churn moves
/// as well may be anywhere.
void MemberReader::warn_of_idle_changes() const {
  const Scenario& scenario = reading_.scenario;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < changes_.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    return changes_[a].at < changes_[b].at;
  });
  std::map<std::pair<ConvId, UserId>, bool> is_in;
  for (std::size_t c = 0; c < scenario.conversations.size(); ++c) {
    for (const UserId user : scenario.conversations[c].members) is_in[{ConvId(c), user}] = true;
  }
  for (const std::size_t i : order) {
    const SendSpec& change = changes_[i];
    const bool joins = change.content == Content::Join;
    bool& in = is_in[{change.conv, change.subject}];
    const bool by_chance =
        std::any_of(scenario.churn.begin(), scenario.churn.end(), [&](const ChurnSpec& churn) {
          return churn.conv == change.conv && std::find(churn.users.begin(), churn.users.end(),
                                                        change.subject) != churn.users.end();
        });
    if (in == joins && !by_chance) {
      reading_.diagnostics.warning(
          places_[i], fmt::format("this does nothing: {} is {}in {} then",
                                  scenario.users[change.subject.index()].name, in ? "" : "not ",
                                  scenario.conversations[change.conv.index()].name));
    }
    in = joins;
  }
}

void MemberReader::add_to_sends() {
  warn_of_idle_changes();
  for (SendSpec& change : changes_) {
    change.name = name_of_change(reading_.scenario, change);
    reading_.scenario.sends.push_back(change);
  }
  changes_.clear();
}

}  // namespace imstorm
