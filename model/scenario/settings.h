#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/scenario/diagnostic.h"
#include "model/scenario/document.h"
#include "model/scenario/scenario.h"

namespace imstorm {

struct Key;
struct Need;
struct Overrides;

/// What else a file has on its top level: no settings.
inline constexpr std::string_view kOtherParts[] = {
    "title", "users",  "conversations", "send",   "traffic", "member",
    "churn", "faults", "expect",        "replay", "signal",  "signal_traffic"};
bool is_other_part(std::string_view name);

/// Collects what each source says of the scalar keys and settles it: --set, then the environment,
/// then the file, then the default.
class Settings {
 public:
  explicit Settings(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  /// Reads every scalar key below one top-level table or key of the file.
  void read_file(const Value::Entry& entry);
  void read_overrides(const Overrides& overrides);

  /// Writes the settled values into `scenario` and its `config`.
  void apply(Scenario& scenario);

  /// Says which choices cannot be together. REQUIRES: `scenario` is whole.
  void check_design(const Scenario& scenario);

  /// Says which choices do nothing here; of a campaign, in none of its runs. REQUIRES: likewise.
  void warn_of_idle(const Scenario& scenario, bool campaign);

  /// Where the file says a key, or no place.
  Place place_of(std::string_view key) const;

 private:
  struct Said {
    std::string key;
    std::string text;
    Place place;        ///< in the file
    std::string where;  ///< or outside of it
  };
  using Layer = std::vector<Said>;

  void read_value_of(const std::string& path, const Value::Entry& entry);
  void unknown_key(const std::string& path, const Value::Entry& entry);
  /// Takes a value, or says what is wrong with it; `name` is how the message calls the key.
  void accept(Layer& layer, const std::string& path, const std::string& name, Said said);
  void read_set(const char* flag, const std::string& set);
  void read_variable(const std::string& name, const std::string& text);
  void settle(Scenario& scenario);
  void check_quantiles(const Scenario& scenario);
  void check_storm(const Scenario& scenario);
  void check_room(const Scenario& scenario);
  void check_signals(const Scenario& scenario);
  void complain(const Said& said, const std::string& text, const std::string& note);
  /// Warns where somebody made this choice, which does something only with what it needs.
  void warn_idle(const Key& key, const Need& need, bool campaign);
  /// Complains at the first of the keys that somebody set, or without a place.
  void complain_about(const std::vector<std::string>& keys, const std::string& text,
                      const std::string& note = "");
  const Said* find(std::string_view key) const;

  Diagnostics& diagnostics_;
  Layer set_;
  Layer environment_;
  Layer file_;
};

}  // namespace imstorm
