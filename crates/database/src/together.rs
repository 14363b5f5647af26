//! Questions to the database that come at the same time, answered by one statement.
//!
//! Each statement is a trip: on SQLite it wakes two threads, which costs more than finding a row; on PostgreSQL it
//! crosses the network. Who asks while a statement runs waits for the next one, together with all others; so no
//! question is answered by what was read before it, and whoever asks alone waits for nobody.

use std::{
    fmt, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sea_orm::DbErr;
use tokio::sync::oneshot;

/// So many questions are one statement at most.
const MOST: usize = 64;

/// Questions of one kind. Clones share them.
pub struct Together<Q, A>(Arc<Mutex<Waiting<Q, A>>>);

/// A question, and where its answer goes.
type Asked<Q, A> = (Q, oneshot::Sender<Result<A, DbErr>>);

struct Waiting<Q, A> {
    questions: Vec<Asked<Q, A>>,
    /// Whether somebody asks the database, and will take those that wait.
    is_asking: bool,
}

impl<Q: Send + 'static, A: Send + 'static> Together<Q, A> {
    /// The answer to a question. `answer` answers several, each in its place.
    ///
    /// # Errors
    /// As `answer` says of this question.
    pub async fn ask<F>(&self, question: Q, answer: impl Fn(Vec<Q>) -> F + Send + 'static) -> Result<A, DbErr>
    where
        F: Future<Output = Vec<Result<A, DbErr>>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let is_asked = {
            let mut waiting = self.lock();
            waiting.questions.push((question, sender));
            mem::replace(&mut waiting.is_asking, true)
        };
        if !is_asked {
            // Not by whoever asked: they may go away, and the others wait for the answer.
            tokio::spawn(Asking { together: self.clone(), is_over: false }.go_on(answer));
        }
        receiver.await.unwrap_or_else(|_| Err(DbErr::Custom("the question was given up".to_owned())))
    }
}

impl<Q, A> Together<Q, A> {
    fn lock(&self) -> MutexGuard<'_, Waiting<Q, A>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who asks for all that wait.
struct Asking<Q, A> {
    together: Together<Q, A>,
    is_over: bool,
}

impl<Q, A> Asking<Q, A> {
    async fn go_on<F: Future<Output = Vec<Result<A, DbErr>>>>(mut self, answer: impl Fn(Vec<Q>) -> F) {
        while let Some(taken) = self.take() {
            let (questions, senders): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
            let answers = answer(questions).await;
            for (sender, answer) in senders.into_iter().zip(answers) {
                // Whoever has gone away does not mind.
                let _ = sender.send(answer);
            }
        }
    }

    /// Those that wait; `None`: there are none, and the next one asks by itself.
    fn take(&mut self) -> Option<Vec<Asked<Q, A>>> {
        let mut waiting = self.together.lock();
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
        Self(self.0.clone())
    }
}

impl<Q, A> Default for Together<Q, A> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Waiting { questions: Vec::new(), is_asking: false })))
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
        time::timeout,
    };

    use super::*;

    const SOON: Duration = Duration::from_secs(5);

    /// What was asked by one statement, each.
    type Statements = mpsc::UnboundedReceiver<Vec<u32>>;

    /// Answers twice each number, once it is allowed to; 13 is an error.
    fn doubling(may_go_on: Arc<Notify>) -> (impl Fn(Vec<u32>) -> Doubled + Clone + Send + 'static, Statements) {
        let (sender, statements) = mpsc::unbounded_channel();
        let answer = move |questions: Vec<u32>| -> Doubled {
            let (sender, may_go_on) = (sender.clone(), may_go_on.clone());
            Box::pin(async move {
                sender.send(questions.clone()).expect("somebody looks");
                may_go_on.notified().await;
                let double = |number| if number == 13 { Err(DbErr::Custom("13".to_owned())) } else { Ok(number * 2) };
                questions.into_iter().map(double).collect()
            })
        };
        (answer, statements)
    }

    type Doubled = std::pin::Pin<Box<dyn Future<Output = Vec<Result<u32, DbErr>>> + Send>>;

    async fn next(statements: &mut Statements) -> Vec<u32> {
        timeout(SOON, statements.recv()).await.expect("a statement").expect("a statement")
    }

    #[tokio::test]
    async fn who_asks_while_a_statement_runs_is_answered_by_the_next_one_together_with_all_others() {
        let may_go_on = Arc::new(Notify::new());
        let (answer, mut statements) = doubling(may_go_on.clone());
        let together = Together::default();
        let ask = |number| {
            let (together, answer): (Together<u32, u32>, _) = (together.clone(), answer.clone());
            tokio::spawn(async move { together.ask(number, answer).await })
        };
        let first = ask(1);
        assert_eq!(next(&mut statements).await, [1]);
        let others: Vec<_> = (2..100).map(&ask).collect();
        while together.lock().questions.len() < others.len() {
            tokio::task::yield_now().await;
        }
        // Who goes away stops nobody.
        first.abort();
        may_go_on.notify_one();
        let second = next(&mut statements).await;
        assert_eq!(second, (2..66).collect::<Vec<_>>());
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
    async fn a_panic_is_an_error_for_those_who_wait_and_the_next_one_is_answered() {
        let together: Together<u32, u32> = Together::default();
        let broken = together.ask(1, |_| async { panic!("broken") });
        assert!(timeout(SOON, broken).await.expect("an answer").is_err());
        let well = together.ask(2, |questions| async move { questions.into_iter().map(Ok).collect() });
        assert_eq!(timeout(SOON, well).await.expect("an answer").ok(), Some(2));
    }
}
