#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "model/scenario/fields.h"
#include "model/scenario/nearest.h"
#include "model/scenario/reading.h"

namespace imstorm {
namespace {

/// From the lightest to the heaviest: the verdict of a run is the heaviest of its laws'.
const std::vector<std::string> kOutcomes = {"holds", "vacuous", "undecided", "broken"};
/// As messages list them.
const std::vector<std::string> kWords = {"holds", "broken", "undecided", "vacuous"};

std::ptrdiff_t weight_of(const std::string& outcome) {
  return std::find(kOutcomes.begin(), kOutcomes.end(), outcome) - kOutcomes.begin();
}

/// Reads [expect].
class ExpectReader {
 public:
  ExpectReader(const Value& table, const std::vector<std::string>& laws, Reading& reading)
      : table_(table),
        laws_(laws),
        problems_(reading.diagnostics),
        expect_(reading.scenario.expect),
        fields_(table, "[expect]", reading.diagnostics) {}

  void read() {
    if (const auto verdict = fields_.choice("verdict", kWords)) {
      expect_.verdict = kWords[*verdict];
    }
    for (const Value::Entry& entry : table_.entries) {
      if (entry.key == "may_break") {
        read_may_break(entry.value);
      } else if (entry.key != "verdict") {
        read_law(entry);
      }
    }
  }

 private:
  bool is_law(const std::string& name, Place place, std::vector<std::string> others) {
    if (laws_.empty() || std::find(laws_.begin(), laws_.end(), name) != laws_.end()) return true;
    others.insert(others.begin(), laws_.begin(), laws_.end());
    problems_.error(place, fmt::format("there is no law '{}'", name), did_you_mean(name, others));
    return false;
  }

  void read_law(const Value::Entry& entry) {
    if (!is_law(entry.key, entry.place, {"verdict", "may_break"})) return;
    const auto outcome = fields_.choice(entry.key, kWords);
    if (!outcome) return;
    const std::string& word = kWords[*outcome];
    expect_.laws.emplace_back(entry.key, word);
    // What nothing could have broken is left out of a verdict that everything holds.
    const bool left_out = word == "vacuous" && expect_.verdict == "holds";
    if (expect_.verdict.empty() || left_out || weight_of(word) <= weight_of(expect_.verdict)) {
      return;
    }
    problems_.error(
        entry.value.place,
        fmt::format("{} = {} contradicts verdict = {}", entry.key, word, expect_.verdict),
        fmt::format("the verdict of a run is that of its worst law: verdict = \"{}\"", word));
  }

  void read_may_break(const Value& value) {
    if (!value.is_array()) {
      problems_.error(value.place,
                      "may_break must be a list of laws, found " + describe_kind(value),
                      "for example [\"no-loss\", \"converge\"]");
      return;
    }
    for (const Value& item : value.items) {
      if (!item.is_text()) {
        problems_.error(item.place, "a law is a text, found " + describe_kind(item));
      } else if (is_law(item.text, item.place, {})) {
        expect_.may_break.push_back(item.text);
      }
    }
  }

  const Value& table_;
  const std::vector<std::string>& laws_;
  Diagnostics& problems_;
  Expect& expect_;
  Fields fields_;
};

}  // namespace

void read_expect(const Value& expect, const std::vector<std::string>& laws, Reading& reading) {
  if (expect.is_table()) return ExpectReader(expect, laws, reading).read();
  reading.diagnostics.error(expect.place, "expect must be a table, found " + describe_kind(expect));
}

}  // namespace imstorm
