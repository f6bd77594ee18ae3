// SPDX-License-Identifier: LGPL-2.1-or-later
// What waits for a worker of the hashing pool, and in which order it begins. Jobs for uid 0 (the
// module in sshd, login, su) go first. Others, who come over the bus, have one job a uid at a time
// and at most half of the workers together: no ordinary user keeps anybody from logging on.
// Each kind is first come, first served. Not locked: the pool does that.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <set>
#include <utility>

#include "ramd/login/request.h"

namespace ramd {

template <class Work>
struct QueuedJob {
    Uid uid;  // who asked for it
    Work work;
};

template <class Work>
class JobQueue {
public:
    // `limit`: how many may wait, of each kind.
    JobQueue(std::size_t workers, std::size_t limit)
        : others_at_once_(std::max<std::size_t>(1, workers / 2)), limit_(limit) {}

    // Whether this uid may have one more job, where a worker is free for it.
    [[nodiscard]] bool may_push(Uid uid) const { return is_root(uid) || !uids_.contains(uid); }
    // Whether one more of this uid may wait.
    [[nodiscard]] bool has_room(Uid uid) const {
        return may_push(uid) && (is_root(uid) ? first_ : others_).size() < limit_;
    }
    // Jobs that begin before one that is pushed now, and those that run.
    [[nodiscard]] std::size_t ahead_of(Uid uid) const {
        const std::size_t ahead = running_ + first_.size();
        return is_root(uid) ? ahead : ahead + others_.size();
    }
    // Workers that such a job may count on.
    [[nodiscard]] std::size_t share_of(Uid uid, std::size_t workers) const {
        return is_root(uid) ? workers : others_at_once_;
    }

    void push(QueuedJob<Work> job) {
        if (!is_root(job.uid)) uids_.insert(job.uid);
        (is_root(job.uid) ? first_ : others_).push_back(std::move(job));
    }

    [[nodiscard]] bool may_begin() const {
        return !first_.empty() || (!others_.empty() && others_running_ < others_at_once_);
    }
    // The next one, which runs from now on; only where may_begin().
    [[nodiscard]] QueuedJob<Work> begin() {
        auto& queue = first_.empty() ? others_ : first_;
        QueuedJob<Work> job = std::move(queue.front());
        queue.pop_front();
        ++running_;
        if (!is_root(job.uid)) ++others_running_;
        return job;
    }
    void ended(Uid uid) {
        --running_;
        if (is_root(uid)) return;
        --others_running_;
        uids_.erase(uid);
    }

    // Takes out what has not begun.
    [[nodiscard]] std::deque<QueuedJob<Work>> drop_all() {
        std::deque<QueuedJob<Work>> dropped = std::move(first_);
        first_.clear();
        for (auto& job : others_) {
            uids_.erase(job.uid);
            dropped.push_back(std::move(job));
        }
        others_.clear();
        return dropped;
    }

private:
    static bool is_root(Uid uid) { return uid.value == 0; }

    const std::size_t others_at_once_;
    const std::size_t limit_;
    std::deque<QueuedJob<Work>> first_;
    std::deque<QueuedJob<Work>> others_;
    std::set<Uid> uids_;  // of the others, waiting or running
    std::size_t running_ = 0;
    std::size_t others_running_ = 0;
};

}  // namespace ramd
