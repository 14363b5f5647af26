//! Questions to the database that come at the same time, answered by one statement.
//!
//! Each statement is a trip: on SQLite it wakes two threads, which costs more than finding a row; on PostgreSQL it
//! crosses the network. Who asks while a statement runs waits for the next one, together with all others; so no
//! question is answered by what was read before it, and whoever asks alone waits for nobody.

use std::{
    fmt, mem,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sea_orm::DbErr;
use tokio::sync::oneshot;

use crate::timeout::with_timeout;

/// So many questions are one statement at most.
const MOST: usize = 64;

/// Questions of one kind. Clones share them.
pub struct Together<Q, A> {
    waiting: Arc<Mutex<Waiting<Q, A>>>,
    answer: Arc<Answer<Q, A>>,
}

/// Answers several questions, each in its place.
type Answer<Q, A> = dyn Fn(Vec<Q>) -> Answers<A> + Send + Sync;

type Answers<A> = Pin<Box<dyn Future<Output = Vec<Result<A, DbErr>>> + Send>>;

/// A question, and where its answer goes.
type Asked<Q, A> = (Q, oneshot::Sender<Result<A, DbErr>>);

struct Waiting<Q, A> {
    questions: Vec<Asked<Q, A>>,
    /// Whether somebody asks the database, and will take those that wait.
    is_asking: bool,
}

impl<Q: Send + 'static, A: Send + 'static> Together<Q, A> {
    /// `answer` answers several questions, each in its place.
    pub fn new<F>(answer: impl Fn(Vec<Q>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Vec<Result<A, DbErr>>> + Send + 'static,
    {
        let waiting = Waiting { questions: Vec::new(), is_asking: false };
        Self { waiting: Arc::new(Mutex::new(waiting)), answer: Arc::new(move |questions| Box::pin(answer(questions))) }
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// As was answered; when there is no answer within 10 seconds; and when answering panicked, or the program stops.
    pub async fn ask(&self, question: Q) -> Result<A, DbErr> {
        let (sender, receiver) = oneshot::channel();
        let is_asked = {
            let mut waiting = self.lock();
            waiting.questions.push((question, sender));
            mem::replace(&mut waiting.is_asking, true)
        };
        if !is_asked {
            // Not by whoever asked: they may go away, and the others wait for the answer.
            tokio::spawn(Asking { together: self.clone(), is_over: false }.go_on());
        }
        let given_up = |_| Err(DbErr::Custom("the question was given up".to_owned()));
        with_timeout(async { receiver.await.unwrap_or_else(given_up) }).await
    }
}

impl<Q, A> Together<Q, A> {
    fn lock(&self) -> MutexGuard<'_, Waiting<Q, A>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who asks for all that wait.
struct Asking<Q, A> {
    together: Together<Q, A>,
    is_over: bool,
}

impl<Q, A> Asking<Q, A> {
    async fn go_on(mut self) {
        while let Some(taken) = self.take() {
            let (questions, senders): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
            let answers = (self.together.answer)(questions).await;
            for (sender, answer) in senders.into_iter().zip(answers) {
                // Whoever has gone away does not mind.
                let _ = sender.send(answer);
            }
        }
    }

    /// Those that wait; `None`: there are none, and the next one asks by itself.
    fn take(&mut self) -> Option<Vec<Asked<Q, A>>> {
        let mut waiting = self.together.lock();
        // Of those who have gone away nothing is left, however long the database was silent.
        waiting.questions.retain(|(_, sender)| !sender.is_closed());
        let number = waiting.questions.len().min(MOST);
        (waiting.is_asking, self.is_over) = (number > 0, number == 0);
        (number > 0).then(|| waiting.questions.drain(..number).collect())
    }
}

impl<Q, A> Drop for Asking<Q, A> {
    /// If an answer panicked, those that wait are told, and the next one asks by itself.
    fn drop(&mut self) {
        if !self.is_over {
            let mut waiting = self.together.lock();
            waiting.is_asking = false;
            waiting.questions.clear();
        }
    }
}

impl<Q, A> Clone for Together<Q, A> {
    fn clone(&self) -> Self {
        Self { waiting: self.waiting.clone(), answer: self.answer.clone() }
    }
}

impl<Q, A> fmt::Debug for Together<Q, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::{
        sync::{Notify, mpsc},
        task::JoinHandle,
        time::timeout,
    };

    use super::*;

    const SOON: Duration = Duration::from_secs(5);

    /// What was asked by one statement, each.
    type Statements = mpsc::UnboundedReceiver<Vec<u32>>;

    /// Answers twice each number, once it is allowed to; 13 is an error.
    fn doubling(may_go_on: Arc<Notify>) -> (Together<u32, u32>, Statements) {
        let (sender, statements) = mpsc::unbounded_channel();
        let together = Together::new(move |questions: Vec<u32>| {
            let (sender, may_go_on) = (sender.clone(), may_go_on.clone());
            async move {
                sender.send(questions.clone()).expect("somebody looks");
                may_go_on.notified().await;
                let double = |number| if number == 13 { Err(DbErr::Custom("13".to_owned())) } else { Ok(number * 2) };
                questions.into_iter().map(double).collect()
            }
        });
        (together, statements)
    }

    async fn next(statements: &mut Statements) -> Vec<u32> {
        timeout(SOON, statements.recv()).await.expect("a statement").expect("a statement")
    }

    fn spawn(together: &Together<u32, u32>, number: u32) -> JoinHandle<Result<u32, DbErr>> {
        let together = together.clone();
        tokio::spawn(async move { together.ask(number).await })
    }

    async fn until_waiting(together: &Together<u32, u32>, number: usize) {
        while together.lock().questions.len() < number {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn who_asks_while_a_statement_runs_is_answered_by_the_next_one_together_with_all_others() {
        let may_go_on = Arc::new(Notify::new());
        let (together, mut statements) = doubling(may_go_on.clone());
        let ask = |number| spawn(&together, number);
        let first = ask(1);
        assert_eq!(next(&mut statements).await, [1]);
        let others: Vec<_> = (2..100).map(&ask).collect();
        until_waiting(&together, others.len()).await;
        // Who goes away stops nobody.
        first.abort();
        may_go_on.notify_one();
        assert_eq!(next(&mut statements).await, (2..66).collect::<Vec<_>>());
        may_go_on.notify_one();
        assert_eq!(next(&mut statements).await, (66..100).collect::<Vec<_>>());
        may_go_on.notify_one();
        for (number, other) in (2..).zip(others) {
            let answer = timeout(SOON, other).await.expect("an answer").expect("no panic");
            assert_eq!(answer.ok(), (number != 13).then_some(number * 2));
        }
        let alone = ask(200);
        assert_eq!(next(&mut statements).await, [200]);
        may_go_on.notify_one();
        assert_eq!(alone.await.expect("no panic").ok(), Some(400));
    }

    #[tokio::test]
    async fn of_those_who_have_gone_away_nothing_is_asked() {
        let may_go_on = Arc::new(Notify::new());
        let (together, mut statements) = doubling(may_go_on.clone());
        let ask = |number| spawn(&together, number);
        let first = ask(1);
        assert_eq!(next(&mut statements).await, [1]);
        let (gone, last) = (ask(2), ask(3));
        until_waiting(&together, 2).await;
        gone.abort();
        assert!(gone.await.is_err());
        may_go_on.notify_one();
        assert_eq!(next(&mut statements).await, [3]);
        may_go_on.notify_one();
        assert_eq!(first.await.expect("no panic").ok(), Some(2));
        assert_eq!(last.await.expect("no panic").ok(), Some(6));
    }

    #[tokio::test]
    async fn a_panic_is_an_error_for_those_who_wait_and_the_next_one_is_answered() {
        let together = Together::new(|questions: Vec<u32>| async move {
            assert!(!questions.contains(&13), "broken");
            questions.into_iter().map(Ok).collect()
        });
        assert!(timeout(SOON, together.ask(13)).await.expect("an answer").is_err());
        assert_eq!(timeout(SOON, together.ask(2)).await.expect("an answer").ok(), Some(2));
    }
}
