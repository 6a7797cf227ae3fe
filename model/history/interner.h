#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"

namespace imstorm {

/// Turns the names on the lines of a history into ids, in the order in which they first appear.
class Interner {
 public:
  explicit Interner(Names& names) : names_(names) {}

  UserId user(std::string_view name) { return id<UserId>(users_, names_.users, name); }
  DeviceId device(std::string_view name) { return id<DeviceId>(devices_, names_.devices, name); }
  ConvId conv(std::string_view name) { return id<ConvId>(convs_, names_.convs, name); }
  BodyId body(std::string_view name) { return id<BodyId>(bodies_, names_.bodies, name); }
  ProcessId process(std::string_view name) {
    return id<ProcessId>(processes_, names_.processes, name);
  }
  /// Installations of different devices may have the same name.
  InstId inst(DeviceId device, std::string_view name);

  /// A message of which the sender is not known yet; own() makes it a Cmid. REQUIRES: `event` is
  /// complete but for its cmid.
  void mention(Event& event, std::string_view cmid);
  /// Gives every mentioned message to the installation that sent it (or else to the first that was
  /// told of its outcome, or else to one that nobody has), numbered from 1 by first appearance.
  void own(std::vector<Event>& events);

 private:
  using Ids = std::map<std::string, std::uint32_t, std::less<>>;
  enum class Evidence : std::uint8_t { None, Told, Sent };
  struct Message {
    InstId owner;
    Evidence evidence = Evidence::None;
    std::uint32_t n = 0;
  };

  static std::uint32_t number(Ids& ids, std::string_view name);
  template <class Id>
  static Id id(Ids& ids, std::vector<std::string>& names, std::string_view name) {
    const std::uint32_t found = number(ids, name);
    if (found == names.size()) names.emplace_back(name);
    return Id(found);
  }

  Names& names_;
  Ids users_, devices_, convs_, bodies_, processes_;
  std::map<DeviceId, Ids> insts_;
  std::uint32_t inst_count_ = 0;
  Ids cmids_;
  std::vector<Message> messages_;  // by the number of the cmid
};

}  // namespace imstorm
