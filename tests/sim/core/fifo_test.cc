#include "sim/core/fifo.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <vector>

namespace imstorm {
namespace {

void same(const Fifo<int>& fifo, const std::deque<int>& model) {
  RC_ASSERT(fifo.empty() == model.empty());
  RC_ASSERT(fifo.size() == model.size());
  RC_ASSERT(std::equal(fifo.begin(), fifo.end(), model.begin(), model.end()));
  if (model.empty()) return;
  RC_ASSERT(fifo.front() == model.front());
  RC_ASSERT(fifo.back() == model.back());
  const auto at = *rc::gen::inRange<std::size_t>(0, model.size());
  RC_ASSERT(fifo[at] == model[at]);
}

RC_GTEST_PROP(Fifo, IsADeque, ()) {
  Fifo<int> fifo;
  std::deque<int> model;
  int pushed = 0;
  const auto push = [&](int count) {
    for (int i = 0; i < count; ++i) {
      fifo.push_back(++pushed);
      model.push_back(pushed);
    }
  };
  // Bursts, since what is gone is cleared away only after many pops.
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100));
  for (const int step : steps) {
    const int count = *rc::gen::inRange(1, 60);
    if (step < 45) {
      push(count);
    } else if (step < 80) {
      for (int i = 0; i < count && !model.empty(); ++i) {
        fifo.pop_front();
        model.pop_front();
      }
    } else if (step < 90 && !model.empty()) {
      const auto at = *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(model));
      fifo.erase(fifo.begin() + at);
      model.erase(model.begin() + at);
    } else if (step < 97) {
      fifo.prepend({-1, -2});
      model.insert(model.begin(), {-1, -2});
    } else {
      fifo.clear();
      model.clear();
    }
    same(fifo, model);
  }
}

TEST(Fifo, HasNothingToPopWhenEmpty) {
  Fifo<int> fifo;
  EXPECT_THROW(fifo.pop_front(), InternalError);
  fifo.push_back(1);
  fifo.pop_front();
  EXPECT_THROW(fifo.pop_front(), InternalError);
}

TEST(Fifo, ClearsAwayWhatIsGone) {
  const auto item = std::make_shared<int>();
  Fifo<std::shared_ptr<int>> fifo;
  for (int i = 0; i < 1'000; ++i) {
    fifo.push_back(item);
    if (i >= 10) fifo.pop_front();
  }
  EXPECT_EQ(fifo.size(), 10u);
  EXPECT_LT(item.use_count(), 100) << "ten are in, and at most some dozens wait to be cleared";
}

TEST(Fifo, EntriesCanBeChanged) {
  Fifo<int> fifo;
  fifo.push_back(1);
  fifo.push_back(2);
  fifo.push_back(3);
  fifo.pop_front();
  fifo.front() = 20;
  fifo.back() = 30;
  fifo[0] += 1;
  EXPECT_EQ(std::vector<int>(fifo.begin(), fifo.end()), (std::vector<int>{21, 30}));
}

}  // namespace
}  // namespace imstorm
