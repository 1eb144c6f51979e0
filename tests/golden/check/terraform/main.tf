locals {
  environments = ["alpha", "beta", "prod"]
}

resource "aws_codepipeline" "orders" {
  name     = "orders"
  role_arn = aws_iam_role.pipeline.arn

  dynamic "stage" {
    for_each = local.environments
    content {
      name = title(stage.value)
      action {
        name          = "Deploy"
        category      = "Deploy"
        owner         = "AWS"
        provider      = "ECS"
        version       = "1"
        configuration = { ClusterName = "orders-${stage.value}", ServiceName = aws_ecs_service.orders.name }
      }
    }
  }
}

resource "aws_ecs_service" "orders" {
  name = "orders"
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}
