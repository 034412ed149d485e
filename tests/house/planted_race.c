/* Two threads write one variable without an agreement: a thread sanitizer that keeps silent here is not at work. */
#include <pthread.h>
#include <stdio.h>

static int shared;

static void *write_it(void *unused)
{
    (void)unused;
    for (int i = 0; i < 1000; i++)
        shared += i;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, write_it, NULL) != 0)
            return 2;
    }
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", shared);
    return 0;
}
