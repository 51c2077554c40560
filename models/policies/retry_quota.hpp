// A bucket of whole tokens that begins full: what the AWS SDKs count retries with.
#pragma once

#include <algorithm>
#include <cstdint>

namespace shaketable::models {

class RetryQuota {
  public:
    /// Takes them all, or none.
    [[nodiscard]] bool acquire(std::int64_t amount, std::int64_t capacity) {
        if (amount > capacity - spent_)
            return false;
        spent_ += amount;
        return true;
    }
    void release(std::int64_t amount) { spent_ = std::max<std::int64_t>(spent_ - amount, 0); }

  private:
    std::int64_t spent_ = 0;
};

} // namespace shaketable::models
