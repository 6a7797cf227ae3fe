#pragma once

#include <string>
#include <vector>

#include "model/invariants/precedence.h"

namespace imstorm {

/// The shortest cycle of an order that is no longer consistent, told in as few steps as can be:
/// each Step has `first` and `then`, `steps[pair]` is who showed the pair, and where `joined(a, b)`
/// says that b goes on where a ends, the two become one. Each step begins where the one before
/// ends, the first where the last ends.
template <class Step, class Joined>
std::vector<Step> order_circle(const Precedence& order, const std::vector<Step>& steps,
                               Joined joined) {
  std::vector<Step> circle;
  for (const Precedence::Pair pair : order.shortest_cycle()) {
    const Step& step = steps[pair];
    if (!circle.empty() && joined(circle.back(), step)) {
      circle.back().then = step.then;
    } else {
      circle.push_back(step);
    }
  }
  if (circle.size() > 1 && joined(circle.back(), circle.front())) {
    circle.front().first = circle.back().first;
    circle.pop_back();
  }
  return circle;
}

/// "A, B and C": the steps of a circle as one sentence, each told by `tell`.
template <class Step, class Tell>
std::string circle_sentence(const std::vector<Step>& circle, Tell tell) {
  std::string sentence;
  for (const Step& step : circle) {
    if (!sentence.empty()) sentence += &step == &circle.back() ? " and " : ", ";
    sentence += tell(step);
  }
  return sentence;
}

}  // namespace imstorm
