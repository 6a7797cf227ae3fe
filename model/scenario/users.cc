#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "model/scenario/fields.h"
#include "model/scenario/key.h"
#include "model/scenario/nearest.h"
#include "model/scenario/presets.h"
#include "model/scenario/reading.h"

namespace imstorm {
namespace {

constexpr std::uint32_t kDevicesMax = 1'000'000;
constexpr std::uint32_t kDevicesOfUserMax = 64;
constexpr Duration kSkewMax = hours(24 * 3'650);

std::string default_device(std::uint32_t n) {
  constexpr const char* names[] = {"phone", "laptop", "tablet", "desktop", "watch"};
  return n < std::size(names) ? names[n] : fmt::format("device-{}", n + 1);
}

/// The users that one line of [users] describes.
struct UserGroup {
  std::vector<std::string> devices;
  std::uint32_t count = 0;  ///< 0: one user, called like the key
  LinkOptions edge;
  Duration clock_skew;
  std::vector<std::uint32_t> gateways;
  bool no_gateway = false;
  Place place;
};

class UserReader {
 public:
  explicit UserReader(Reading& reading) : reading_(reading), problems_(reading.diagnostics) {}

  void read(const Value::Entry& entry) {
    if (!check_name(entry.key, entry.place, problems_)) return;
    UserGroup group;
    group.edge = reading_.scenario.topology.edge;
    group.place = entry.place;
    if (entry.value.is_table()) {
      read_table(entry, group);
    } else {
      read_devices(entry.key, entry.value, group);
    }
    add(entry, group);
  }

 private:
  void read_table(const Value::Entry& entry, UserGroup& group) {
    Fields fields(entry.value, "[users] " + entry.key, problems_);
    if (const Value* devices = fields.find("devices")) {
      read_devices("devices", *devices, group);
    } else {
      group.devices = {default_device(0)};
    }
    group.count = fields.count("count", 0, 1, kDevicesMax);
    group.clock_skew = fields.duration("clock_skew", {}, -kSkewMax, kSkewMax);
    std::vector<std::string> words;
    for (const ChoiceText& preset : link_preset_words()) words.emplace_back(preset.text);
    if (const auto preset = fields.choice("link", words)) {
      const LinkOptions figures = link_preset(static_cast<LinkPreset>(*preset));
      group.edge.latency = figures.latency;
      group.edge.loss = figures.loss;
      group.edge.burst = figures.burst;
    }
    if (const Value* gateways = fields.find("gateways")) read_gateways(*gateways, group);
    fields.finish();
  }

  void read_devices(const std::string& what, const Value& value, UserGroup& group) {
    if (value.kind == Value::Kind::Plain) {
      Value table;
      table.entries.push_back({what, value.place, value});
      const auto n = Fields(table, "[users]", problems_).count(what, 1, 1, kDevicesOfUserMax);
      for (std::uint32_t i = 0; i < n; ++i) group.devices.push_back(default_device(i));
      return;
    }
    if (!value.is_array()) {
      problems_.error(value.place,
                      fmt::format("{} must be a list of devices or their number, found {}", what,
                                  describe_kind(value)),
                      "for example [\"phone\", \"laptop\"] or 2");
      return;
    }
    if (value.items.empty()) problems_.error(value.place, what + " has no device");
    std::set<std::string> seen;
    for (const Value& item : value.items) {
      if (!item.is_text()) {
        problems_.error(item.place, "a device is a text, found " + describe_kind(item));
      } else if (check_name(item.text, item.place, problems_)) {
        if (!seen.insert(item.text).second) {
          problems_.error(item.place, fmt::format("{} has two devices '{}'", what, item.text));
        } else {
          group.devices.push_back(item.text);
        }
      }
    }
  }

  void read_gateways(const Value& value, UserGroup& group) {
    if (!value.is_array()) {
      problems_.error(value.place,
                      "gateways must be a list of gateways, found " + describe_kind(value));
      return;
    }
    group.place = value.place;
    group.no_gateway = value.items.empty();
    std::vector<std::string> names;
    for (std::uint32_t i = 1; i <= reading_.scenario.topology.gateway.count; ++i) {
      names.push_back(fmt::format("gateway-{}", i));
    }
    for (const Value& item : value.items) {
      const auto found = std::find(names.begin(), names.end(), item.text);
      if (found == names.end()) {
        problems_.error(item.place,
                        item.is_text() ? fmt::format("there is no gateway '{}'", item.text)
                                       : "a gateway is a text, found " + describe_kind(item),
                        did_you_mean(item.text, names));
      } else {
        group.gateways.push_back(static_cast<std::uint32_t>(found - names.begin()));
      }
    }
  }

  void add(const Value::Entry& entry, const UserGroup& group) {
    const std::size_t users = group.count == 0 ? 1 : group.count;
    if (reading_.scenario.devices.size() + users * group.devices.size() > kDevicesMax) {
      problems_.error(entry.place, fmt::format("more than {} devices", kDevicesMax));
      return;
    }
    if (group.count == 0) return add_user(entry, entry.key, group);
    for (std::uint32_t i = 1; i <= group.count; ++i) {
      add_user(entry, fmt::format("{}-{}", entry.key, i), group);
    }
  }

  void add_user(const Value::Entry& entry, const std::string& name, const UserGroup& group) {
    Scenario& scenario = reading_.scenario;
    const UserId user{scenario.users.size()};
    if (!reading_.users.emplace(name, user).second) {
      problems_.error(entry.place, fmt::format("there are two users '{}'", name));
      return;
    }
    scenario.users.push_back({name});
    for (const std::string& device : group.devices) {
      DeviceSpec spec;
      spec.name = name + "." + device;
      spec.user = user;
      spec.edge = group.edge;
      spec.gateways = group.gateways;
      spec.clock_skew = group.clock_skew;
      reading_.devices.emplace(spec.name, DeviceId{scenario.devices.size()});
      scenario.devices.push_back(std::move(spec));
      reading_.device_places.push_back(group.place);
      reading_.no_gateway.push_back(group.no_gateway);
    }
  }

  Reading& reading_;
  Diagnostics& problems_;
};

}  // namespace

bool check_name(const std::string& name, Place place, Diagnostics& diagnostics) {
  bool good = !name.empty();
  for (const char c : name) {
    good = good && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_');
  }
  const std::set<std::string> reserved = {"any",  "frame", "from", "after",
                                          "host", "first", "every"};
  if (!good) {
    diagnostics.error(place, fmt::format("'{}' is not a name", name),
                      "a name has letters, digits, - and _ only");
  } else if (reserved.count(name) != 0) {
    diagnostics.error(place,
                      fmt::format("'{}' cannot be a name: it has a meaning in faults", name));
    good = false;
  }
  return good;
}

void read_users(const Value& users, Reading& reading) {
  if (!users.is_table()) {
    reading.diagnostics.error(users.place, "users must be a table, found " + describe_kind(users),
                              "write [users], then for each: alice = [\"phone\"]");
    return;
  }
  UserReader reader(reading);
  for (const Value::Entry& entry : users.entries) reader.read(entry);
}

}  // namespace imstorm
