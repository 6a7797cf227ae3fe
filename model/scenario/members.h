#pragma once

#include <string>
#include <vector>

#include "model/scenario/reading.h"

namespace imstorm {

/// "join", "leave" or "kick".
const char* word_of(Content change);

/// "carol-joins", or "carol-joins-2" when a message is called that already.
std::string name_of_change(const Scenario& scenario, const SendSpec& change);

/// Reads [[member]] and [[churn]]: who joins and leaves. A change is a message like any other, so
/// it stands among them; but who may ever join must be known before the messages are read.
class MemberReader {
 public:
  explicit MemberReader(Reading& reading) : reading_(reading) {}

  void read_members(const Value& members);
  void read_churn(const Value& churn);
  /// Appends the changes to the scripted messages. Call when those have been read.
  void add_to_sends();

 private:
  void read_member(const Value& table);
  void read_one_churn(const Value& table);
  DeviceId author(const Value* by, const Value& table, const SendSpec& change);
  void may_join(ConvId conv, UserId user);
  void warn_of_idle_changes() const;

  Reading& reading_;
  std::vector<SendSpec> changes_;
  std::vector<Place> places_;  // by change: where it says who
};

}  // namespace imstorm
