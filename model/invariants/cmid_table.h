#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/types/ids.h"
#include "sim/core/dense.h"

namespace imstorm {

/// What belongs to each message. An installation counts its messages 1, 2, ..., so an entry is
/// nearly always in the place that its number says; any number will do.
template <class T>
class CmidTable {
 public:
  using Row = FlatMap<std::uint32_t, T>;

  T& operator[](Cmid cmid) {
    Row& row = rows_[cmid.inst];
    T* found = row.find_near(cmid.n, place(cmid));
    return found != nullptr ? *found : row[cmid.n];
  }
  T* find(Cmid cmid) { return const_cast<T*>(std::as_const(*this).find(cmid)); }
  const T* find(Cmid cmid) const {
    const Row* row = rows_.find(cmid.inst);
    return row == nullptr ? nullptr : row->find_near(cmid.n, place(cmid));
  }
  /// Of one installation, and of all of them by id.
  Row& row(InstId inst) { return rows_[inst]; }
  const std::vector<Row>& rows() const { return rows_.items(); }

 private:
  static std::size_t place(Cmid cmid) { return cmid.n == 0 ? 0 : cmid.n - 1; }

  DenseVector<InstId, Row> rows_;
};

}  // namespace imstorm
